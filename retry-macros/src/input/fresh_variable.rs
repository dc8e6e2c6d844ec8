use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{FnArg, Pat, PatType, ReceiverKind, Result, Signature, Token, Type};

use crate::{
    errors::{self, Errors},
    parse::{CloneList, subpatterns},
};

/// A variable that is fresh in each attempt: a parameter that is `mut`, or one listed in `clone(..)`.
pub(crate) struct FreshVariable {
    /// The `#[cfg(..)]` of the parameter.
    pub(crate) cfgs: TokenStream,
    /// The user's own `mut`: with it, `unused_mut` fires exactly where it would without the attribute.
    pub(crate) mutability: Option<Token![mut]>,
    pub(crate) name: Ident,
    pub(crate) renewal: Renewal,
}

/// Where an attempt gets its variable from.
#[derive(Clone, Copy)]
pub(crate) enum Renewal {
    /// A clone of the owned value.
    Clone,
    /// `&mut *x`.
    Reborrow,
    /// The shared reference itself.
    Same,
}

impl FreshVariable {
    /// Takes the `mut` out of the parameters, and looks up those that are listed.
    pub(crate) fn take(
        sig: &mut Signature,
        listed: Option<&CloneList>,
        errors: &mut Errors,
    ) -> Vec<Self> {
        let mut fresh = Vec::new();
        for input in &mut sig.inputs {
            match input {
                FnArg::Receiver(receiver) => {
                    if let (ReceiverKind::Value, Some(mutability)) =
                        (&receiver.kind, &receiver.mutability)
                    {
                        errors.push(errors::mutable_self(mutability.span));
                    }
                }
                FnArg::Typed(param) => take_mutable(param, &mut fresh),
            }
        }
        for name in names(listed) {
            if fresh.iter().all(|variable| variable.name != *name) {
                let variable = find(name, sig);
                fresh.extend(errors.take(variable));
            }
        }
        fresh
    }

    /// Refuses `&mut self` and parameters of a type `&mut T`, for attempts that run at the same time.
    pub(crate) fn refuse_mutable_borrows(sig: &Signature, errors: &mut Errors) {
        for input in &sig.inputs {
            let mutability = match input {
                FnArg::Receiver(receiver) => match &receiver.kind {
                    ReceiverKind::Reference(_, _, mutability) => {
                        mutability.as_ref().map(|it| it.span)
                    }
                    ReceiverKind::Typed(_, ty) => mutability_of(ty),
                    _ => None,
                },
                FnArg::Typed(param) => mutability_of(&param.ty),
            };
            if let Some(place) = mutability {
                errors.push(errors::hedge_of_mutable_borrow(place));
            }
        }
    }

    /// The variables that `clone(..)` lists for a block, which has no parameters to look them up in.
    pub(crate) fn listed(listed: Option<&CloneList>) -> Vec<Self> {
        let cloned = |name: &Ident| Self::cloned(name, TokenStream::new());
        names(listed).iter().map(cloned).collect()
    }

    fn cloned(name: &Ident, cfgs: TokenStream) -> Self {
        Self {
            cfgs,
            mutability: None,
            name: name.clone(),
            renewal: Renewal::Clone,
        }
    }
}

fn names(listed: Option<&CloneList>) -> &[Ident] {
    listed.map(|listed| listed.0.as_slice()).unwrap_or_default()
}

fn take_mutable(param: &mut PatType, fresh: &mut Vec<FreshVariable>) {
    let mut taken = Vec::new();
    take_mut(&mut param.pat, &mut taken);
    let renewal = match (&*param.pat, plain(&param.ty)) {
        (Pat::Ident(_), Type::Reference(it)) if it.mutability.is_some() => Renewal::Reborrow,
        (Pat::Ident(_), Type::Reference(_)) => Renewal::Same,
        _ => Renewal::Clone,
    };
    fresh.extend(taken.into_iter().map(|(mutability, name)| FreshVariable {
        cfgs: cfgs(param),
        mutability: Some(mutability),
        name,
        renewal,
    }));
}

/// Takes the `mut` of bindings by value. `&mut x` and `ref mut x` are none.
fn take_mut(pat: &mut Pat, taken: &mut Vec<(Token![mut], Ident)>) {
    match pat {
        Pat::Ident(binding) if binding.by_ref.is_none() => {
            let mutability = binding.mutability.take();
            // Both sides of `Ok(mut a) | Err(mut a)` are one variable.
            let is_new = taken.iter().all(|(_, name)| *name != binding.ident);
            let mutability = mutability.filter(|_| is_new);
            taken.extend(mutability.map(|mutability| (mutability, binding.ident.clone())));
        }
        _ => {}
    }
    for inner in subpatterns(pat) {
        take_mut(inner, taken);
    }
}

fn find(name: &Ident, sig: &mut Signature) -> Result<FreshVariable> {
    let params = sig.inputs.iter_mut().filter_map(|input| match input {
        FnArg::Receiver(_) => None,
        FnArg::Typed(param) => Some(param),
    });
    for param in params {
        if binds_name(&mut param.pat, name) {
            return match (&*param.pat, plain(&param.ty)) {
                (Pat::Ident(_), Type::Reference(_)) => {
                    Err(errors::clone_of_reference(name.span(), name))
                }
                _ => Ok(FreshVariable::cloned(name, cfgs(param))),
            };
        }
    }
    Err(errors::not_a_parameter(name.span(), name))
}

fn binds_name(pat: &mut Pat, name: &Ident) -> bool {
    matches!(pat, Pat::Ident(binding) if binding.ident == *name)
        || subpatterns(pat)
            .into_iter()
            .any(|inner| binds_name(inner, name))
}

fn cfgs(param: &PatType) -> TokenStream {
    let cfgs = param
        .attrs
        .iter()
        .filter(|attr| attr.path().is_ident("cfg"));
    quote!(#(#cfgs)*)
}

/// The place of the `mut` of a type `&mut T`.
fn mutability_of(ty: &Type) -> Option<Span> {
    match plain(ty) {
        Type::Reference(reference) => reference.mutability.as_ref().map(|it| it.span),
        _ => None,
    }
}

/// The type without parentheses and without the invisible group that `macro_rules!` puts around `$t:ty`.
fn plain(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => plain(&group.elem),
        Type::Paren(paren) => plain(&paren.elem),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_bindings_by_value_are_taken() {
        for (pattern, left, taken) in [
            ("mut a", "a", "a"),
            ("&mut a", "&mut a", ""),
            ("ref mut a", "ref mut a", ""),
            ("&(mut a, ref mut b)", "&(a, ref mut b)", "a"),
            (
                "mut a @ P { mut b, c: mut d }",
                "a @ P { b, c: d }",
                "a b d",
            ),
            ("[&mut a, mut b, ..]", "[&mut a, b, ..]", "b"),
            ("(W(mut a) | V(mut a))", "(W(a) | V(a))", "a"),
        ] {
            let signature = |pattern| format!("fn f({pattern}: P)");
            let mut sig = syn::parse_str(&signature(pattern)).unwrap();
            let fresh = FreshVariable::take(&mut sig, None, &mut Errors::default());
            let names: Vec<String> = fresh.iter().map(|it| it.name.to_string()).collect();
            assert_eq!(names.join(" "), taken, "{pattern}");
            let left: Signature = syn::parse_str(&signature(left)).unwrap();
            assert_eq!(quote!(#sig).to_string(), quote!(#left).to_string());
        }
    }
}
