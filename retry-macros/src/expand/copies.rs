//! The statements that give each attempt fresh variables.

use proc_macro2::{Ident, TokenStream};
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
            ..
        } = variable;
        let value = fresh_value(variable, krate);
        quote! {
            #cfgs
            #[allow(clippy::shadow_same, clippy::shadow_reuse, clippy::shadow_unrelated)]
            let #mutability #name = #value;
        }
    });
    made.collect()
}

fn fresh_value(variable: &FreshVariable, krate: &CratePath) -> TokenStream {
    let name = &variable.name;
    match variable.renewal {
        Renewal::Clone => {
            let place = Place::of(name.span());
            let fresh = place.function(krate, "fresh");
            quote_spanned!(place.span()=> #fresh(&#name))
        }
        Renewal::Reborrow => quote!(&mut *#name),
        Renewal::Same => quote!(#name),
    }
}

/// `let x = held(fresh(&x));` for each, and for the attempt, before the block of an attempt that outlives them. A
/// block that is not `move` would only borrow what is `Copy`.
pub(crate) fn held_copies(
    variables: &[FreshVariable],
    context: Option<&Ident>,
    krate: &CratePath,
) -> TokenStream {
    let held = variables.iter().map(|variable| {
        let FreshVariable { cfgs, name, .. } = variable;
        let value = fresh_value(variable, krate);
        quote! {
            #cfgs
            #[allow(clippy::shadow_same, clippy::shadow_reuse, clippy::shadow_unrelated)]
            let #name = #krate::__private::held(#value);
        }
    });
    let context = context.map(|context| {
        quote! {
            #[allow(clippy::shadow_same, clippy::shadow_reuse)]
            let #context = #krate::__private::held(#context);
        }
    });
    held.chain(context).collect()
}

/// `let x = x.release();` for each, at the start of the block, which captures them by value.
pub(crate) fn released_copies(variables: &[FreshVariable], context: Option<&Ident>) -> TokenStream {
    let released = variables.iter().map(|variable| {
        let FreshVariable {
            cfgs,
            mutability,
            name,
            ..
        } = variable;
        quote! {
            #cfgs
            #[allow(clippy::shadow_same, clippy::shadow_reuse)]
            let #mutability #name = #name.release();
        }
    });
    let context = context.map(|context| {
        quote! {
            #[allow(clippy::shadow_same, clippy::shadow_reuse)]
            let #context = #context.release();
        }
    });
    released.chain(context).collect()
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
