use proc_macro2::{Group, Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};

use super::{
    configuration::Configuration,
    copies::{fresh_copies, owned_copies},
    operation::Operation,
};

/// A loop in the user's own function: a future that a closure returns could not borrow mutably. `keyword`
/// is the place of the user's `async`, for messages about the future.
pub(crate) fn async_loop(
    operation: &Operation,
    configuration: &Configuration,
    keyword: Span,
    scope: &Group,
) -> TokenStream {
    let Operation {
        arguments,
        krate,
        fresh,
        ..
    } = operation;
    let place = configuration.place;
    let outcome = operation.outcome();
    let declared = operation.declared.at(&outcome);
    let begin = begin(operation, configuration, &declared);
    let read_first = &configuration.read_first;
    let gate = configuration.wait_at_gate(operation);
    let [run, attempt, output] = ["run", "attempt", "output"].map(|name| place.variable(name));
    let context = arguments.context.as_ref().map(|given| {
        let context = &given.value;
        quote!(let #context: #krate::Attempt = #run.attempt();)
    });
    let (made, owned) = (fresh_copies(fresh, krate), owned_copies(fresh, krate));
    let keyword = quote_spanned!(keyword=> async);
    let turn = place.function(krate, "turn");
    let returned = operation.returned(output.to_token_stream());
    let borrowed = place.around(&quote!(&mut #run));
    let turn = quote_spanned! {place.span()=>
        #turn::<#declared, _, _, _, _>(#borrowed, #attempt).await
    };
    quote! {
        #read_first
        let mut #run = #begin;
        loop {
            #context
            #made
            let #attempt = #keyword {
                // Never taken. It gives `return`, `?` and the tail the declared type. It is outside of the
                // body's scope, where a `use` may shadow names.
                #[allow(unreachable_code, unused_variables, clippy::diverging_sub_expression)]
                if false {
                    #owned
                    return #krate::__private::never::<#outcome>();
                }
                #gate
                #scope
            };
            // The attempt moves into the turn, and its outcome from there to the driver, before the wait.
            // If any of it lived during the wait, futures with `Box<dyn Error>` would not be `Send`.
            if let ::core::ops::ControlFlow::Break(#output) = #turn {
                break #returned;
            }
        }
    }
}

/// The expression that begins the run.
fn begin(
    operation: &Operation,
    configuration: &Configuration,
    declared: &TokenStream,
) -> TokenStream {
    let krate = &operation.krate;
    let Configuration {
        place,
        plan,
        error_view,
        builder,
        ..
    } = configuration;
    let span = place.span();
    let takes_attempt = operation.arguments.context.is_some();
    let judge = configuration.judge(operation, declared);
    if builder.is_empty() && !takes_attempt {
        return if let Some(view) = error_view {
            let begin = place.function(krate, "begin_showing");
            quote_spanned!(span=> #begin(#plan, #judge, #view))
        } else {
            let begin = place.function(krate, "begin");
            quote_spanned!(span=> #begin(#plan, #judge))
        };
    }
    let function = place.function(krate, "declared");
    let run = quote_spanned!(span=> #function::<#declared, _, _>(#plan, #judge));
    let run = builder.on(configuration.showing(run, krate), krate);
    let begin = place.function(krate, "begin_as");
    quote_spanned!(span=> #begin(#run, #takes_attempt))
}
