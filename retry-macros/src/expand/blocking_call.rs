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
        error_view,
        builder,
        ..
    } = configuration;
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
    let view = error_view.as_ref().filter(|_| builder.is_empty());
    let function = place.function(
        krate,
        match (builder.is_empty(), view, context) {
            (true, None, None) => "call",
            (true, None, Some(_)) => "call_with",
            (true, Some(_), None) => "call_showing",
            (true, Some(_), Some(_)) => "call_showing_with",
            (false, _, None) => "blocking",
            (false, _, Some(_)) => "blocking_with",
        },
    );
    let judge = configuration.judge(operation, &declared);
    let types = view.map(|_| quote!(, _));
    let view = view.map(|view| quote!(, #view));
    let run = quote_spanned! {place.span()=>
        #function::<#declared, _, _ #types>(#body, #plan, #judge #view)
    };
    let run = if builder.is_empty() {
        run
    } else {
        builder.called(configuration.showing(run, krate), krate)
    };
    let run = operation.returned(run);
    let consumed = consumed_originals(fresh);
    quote!(#consumed #read_first #run)
}
