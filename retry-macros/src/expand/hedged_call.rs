use proc_macro2::{Group, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::{
    configuration::Configuration,
    copies::{held_copies, released_copies},
    operation::Operation,
};

/// A closure that makes the future of one attempt, given to the builder: several attempts run at once, so each
/// borrows shared. `keyword` is the place of the user's `async`.
pub(crate) fn hedged_call(
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
    let context = arguments.context.as_ref().map(|given| &given.value);
    let held = held_copies(fresh, context, krate);
    let released = released_copies(fresh, context);
    let parameter = context.map(|context| quote!(#context: #krate::Attempt));
    // Located there, so that messages about what the closure captures do not point at the whole macro.
    let parameters = quote_spanned!(keyword=> |#parameter|);
    let keyword = quote_spanned!(keyword=> async);
    let body = quote! {
        #parameters {
            #held
            #keyword {
                // Never taken. It gives `return`, `?` and the tail the declared type.
                #[allow(unreachable_code, clippy::diverging_sub_expression)]
                if false {
                    return #krate::__private::never::<#outcome>();
                }
                #released
                #gate
                #scope
            }
        }
    };
    let name = context.map_or("hedged", |_| "hedged_with");
    let function = place.function(krate, name);
    let judge = configuration.judge(operation, &declared);
    let run = quote_spanned! {place.span()=>
        #function::<#declared, _, _, _, _>(#body, #plan, #judge)
    };
    let run = builder.on(configuration.showing(run, krate), krate);
    let run = operation.returned(quote_spanned!(place.span()=> #run.await));
    quote!(#read_first #run)
}
