use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::{operation::Operation, place::Place, policy_calls::PolicyCall};

/// The policy, as far as it is known while compiling, and the name. A run refers to it and stores no policy.
pub(crate) fn plan(operation: &Operation, place: Place, known: &[PolicyCall]) -> TokenStream {
    let krate = &operation.krate;
    let calls = known.iter().map(|call| call.with(&call.argument));
    let policy = quote_spanned!(place.span()=> #krate::Policy::new() #(#calls)*);
    let (new, name) = match operation.name() {
        Some(name) => (
            place.ident("new"),
            Some(quote_spanned!(place.span()=> , #name)),
        ),
        None => (place.ident("unnamed"), None),
    };
    let plan = quote_spanned!(place.span()=> #krate::__private::Plan::#new(#policy #name));
    if operation.asyncness.is_none() {
        return quote_spanned!(place.span()=> const { &#plan });
    }
    // Even a reference would take space in the future. A type that stands for the plan takes none.
    quote_spanned! {place.span()=> {
        struct Function;
        impl #krate::__private::HasPlan for Function {
            const PLAN: #krate::__private::Plan = #plan;
        }
        Function
    }}
}
