use proc_macro2::{Group, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};

use super::{
    configuration::Configuration,
    copies::{consumed_originals, fresh_copies},
    operation::Operation,
};

/// A closure with the declared return type, given to the loop of the core.
pub(crate) fn blocking_call(
    operation: &Operation,
    configuration: &Configuration,
    scope: &Group,
) -> TokenStream {
    let Operation {
        arguments,
        krate,
        fresh,
        ..
    } = operation;
    let Configuration {
        place,
        read_first,
        plan,
        predicate,
        error_view,
        builder,
        ..
    } = configuration;
    let span = place.span();
    let outcome = operation.outcome();
    let declared = operation.declared.at(&outcome);
    let gate = configuration.wait_at_gate(operation);
    let attempt = if fresh.is_empty() && gate.is_none() {
        scope.to_token_stream()
    } else {
        let made = fresh_copies(fresh, krate);
        quote!({ #gate #made #scope })
    };
    let context = arguments.context.as_ref().map(|given| &given.value);
    let parameter = context.map(|context| quote!(#context: #krate::Attempt));
    let body = quote!(|#parameter| -> #outcome #attempt);
    let with_judge = |name| {
        let function = place.function(krate, name);
        let judge = configuration.judge(operation, &declared);
        quote_spanned!(span=> #function::<#declared, _, _>(#body, #plan, #judge))
    };
    let run = match (builder.is_empty(), context, predicate) {
        (true, context, _) if error_view.is_some() => {
            let name = context.map_or("call_showing", |_| "call_showing_with");
            let function = place.function(krate, name);
            let judge = configuration.judge(operation, &declared);
            quote_spanned!(span=> #function::<#declared, _, _, _>(#body, #plan, #judge, #error_view))
        }
        (true, None, None) => {
            let call = place.function(krate, "call");
            quote_spanned!(span=> #call::<#declared, _>(#body, #plan))
        }
        (true, None, Some(predicate)) => {
            let call = place.function(krate, "call_on");
            quote_spanned!(span=> #call::<#declared, _, _, _>(#body, #plan, #predicate))
        }
        (true, Some(_), _) => with_judge("call_with"),
        (false, context, _) => {
            let name = context.map_or("blocking", |_| "blocking_with");
            let run = configuration.showing(with_judge(name), krate);
            let builder = builder.on(run, krate);
            quote!(#builder.call())
        }
    };
    let consumed = consumed_originals(fresh);
    quote!(#consumed #read_first #run)
}
