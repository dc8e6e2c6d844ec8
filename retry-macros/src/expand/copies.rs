//! The statements that give each attempt fresh variables.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::place::Place;
use crate::{
    input::{FreshVariable, Renewal},
    parse::CratePath,
};

/// `let x = fresh(&x);` for each, at the start of an attempt.
pub(crate) fn fresh_copies(variables: &[FreshVariable], krate: &CratePath) -> TokenStream {
    let made = variables.iter().map(|variable| {
        let FreshVariable {
            cfgs,
            mutability,
            name,
            renewal,
        } = variable;
        let value = match renewal {
            Renewal::Clone => {
                let place = Place::of(name.span());
                let fresh = place.function(krate, "fresh");
                quote_spanned!(place.span()=> #fresh(&#name))
            }
            Renewal::Reborrow => quote!(&mut *#name),
            Renewal::Same => quote!(#name),
        };
        quote! {
            #cfgs
            #[allow(clippy::shadow_same, clippy::shadow_reuse, clippy::shadow_unrelated)]
            let #mutability #name = #value;
        }
    });
    made.collect()
}

/// `own(x);` for each, in a branch that is never taken. Since it uses the copies by value, the block captures
/// them by value: the attempt's future stores them once, and is `Send` if they are.
pub(crate) fn owned_copies(variables: &[FreshVariable], krate: &CratePath) -> TokenStream {
    let owned = variables
        .iter()
        .map(|FreshVariable { cfgs, name, .. }| quote!(#cfgs #krate::__private::own(#name);));
    owned.collect()
}

/// `let x = x;` for each that is cloned, before the run. Without it, clippy's `needless_pass_by_value` would
/// say that the function does not consume its parameter.
pub(crate) fn consumed_originals(variables: &[FreshVariable]) -> TokenStream {
    let cloned = variables
        .iter()
        .filter(|variable| matches!(variable.renewal, Renewal::Clone));
    let consumed = cloned.map(|FreshVariable { cfgs, name, .. }| {
        quote! {
            #cfgs
            #[allow(clippy::shadow_same, clippy::redundant_locals)]
            let #name = #name;
        }
    });
    consumed.collect()
}
