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
    let function = place.function(
        krate,
        match (builder.is_empty(), context) {
            (true, None) => "call",
            (true, Some(_)) => "call_with",
            (false, None) => "blocking",
            (false, Some(_)) => "blocking_with",
        },
    );
    let judge = configuration.judge(operation, &declared);
    let run = quote_spanned!(place.span()=> #function::<#declared, _, _>(#body, #plan, #judge));
    let run = operation.returned(builder.called(run, krate));
    let consumed = consumed_originals(fresh);
    quote!(#consumed #read_first #run)
}
