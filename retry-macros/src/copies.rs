use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use crate::{
    args::{Errors, Key},
    param::{Param, Reference},
    place::Place,
    signature::Signature,
    tokens::{list, regrouped, stream},
};

/// What each attempt gets afresh: the parameters that are `mut` and those listed in `clone(..)`.
#[derive(Default)]
pub(crate) struct Copies(Vec<Copy>);

struct Copy {
    /// The `#[cfg(..)]` of the parameter.
    cfgs: TokenStream,
    /// The user's own `mut`, so that `unused_mut` is right either way.
    mutability: Option<Ident>,
    name: Ident,
    kind: Kind,
}

#[derive(Clone, Copy)]
enum Kind {
    /// A clone of an owned value.
    Fresh,
    /// `&mut *x`.
    Reborrow,
    /// The shared reference itself.
    Same,
}

impl Copies {
    /// Takes `mut` out of the signature and notes what it stood for.
    pub(crate) fn take(
        sig: &mut Signature,
        listed: Option<&Key<Vec<Ident>>>,
        errors: &mut Errors,
    ) -> Self {
        let mut copies = Self::default();
        let mut is_changed = false;
        for param in &mut sig.params {
            if let Some(mutability) = param.mutable_self() {
                errors.at(
                    mutability.span(),
                    "`mut self` would carry changes from attempt to attempt: take `self`, and clone it in the body",
                );
            }
            if !param.is_self() {
                is_changed |= copies.take_param(param);
            }
        }
        if is_changed {
            sig.write_params();
        }
        for name in listed.map(|key| key.value.as_slice()).unwrap_or_default() {
            copies.add_listed(sig, name, errors);
        }
        copies
    }

    /// The variables that `clone(..)` lists, where there is no signature.
    pub(crate) fn listed(names: Option<&Key<Vec<Ident>>>) -> Self {
        let names = names.map(|key| key.value.as_slice()).unwrap_or_default();
        let copy = |name: &Ident| Copy {
            cfgs: TokenStream::new(),
            mutability: None,
            name: name.clone(),
            kind: Kind::Fresh,
        };
        Self(names.iter().map(copy).collect())
    }

    /// Whether there was a `mut` to take.
    fn take_param(&mut self, param: &mut Param) -> bool {
        let (pattern, names) = without_mut(&param.pattern);
        param.pattern = pattern;
        let kind = match param.reference() {
            Reference::Mutable if param.is_lone_name() => Kind::Reborrow,
            Reference::Shared if param.is_lone_name() => Kind::Same,
            _ => Kind::Fresh,
        };
        let is_changed = !names.is_empty();
        for (mutability, name) in names {
            self.0.push(Copy {
                cfgs: param.cfgs(),
                mutability: Some(mutability),
                name,
                kind,
            });
        }
        is_changed
    }

    fn add_listed(&mut self, sig: &Signature, name: &Ident, errors: &mut Errors) {
        if self.0.iter().any(|copy| copy.name == *name) {
            return;
        }
        let mut params = sig.params.iter().filter(|param| !param.is_self());
        let Some(param) = params.find(|param| param.binds(name)) else {
            errors.at(
                name.span(),
                &format!("`{name}` is not a parameter of this function"),
            );
            return;
        };
        if param.is_lone_name() && param.reference() != Reference::No {
            errors.at(name.span(), &format!("`{name}` is a reference, which each attempt can use as it is: take it out of `clone(..)`"));
            return;
        }
        self.0.push(Copy {
            cfgs: param.cfgs(),
            mutability: None,
            name: name.clone(),
            kind: Kind::Fresh,
        });
    }

    /// `let x = fresh(&x);` for each.
    pub(crate) fn made(&self, krate: &TokenStream) -> TokenStream {
        self.0.iter().map(|Copy { cfgs, mutability, name, kind }| {
            let copy = match kind {
                Kind::Fresh => {
                    let place = Place::of(name.span());
                    let fresh = place.function(krate, "fresh");
                    quote_spanned!(place.span()=> #fresh(&#name))
                }
                Kind::Reborrow => quote!(&mut *#name),
                Kind::Same => quote!(#name),
            };
            quote!(#cfgs #[allow(clippy::shadow_same, clippy::shadow_reuse, clippy::shadow_unrelated)] let #mutability #name = #copy;)
        }).collect()
    }

    /// `own(x);` for each: named by value in a branch that is never taken, the copies are captured by
    /// value, so that the attempt's future is `Send` when they are and stores them once.
    pub(crate) fn owned(&self, krate: &TokenStream) -> TokenStream {
        self.0
            .iter()
            .map(|Copy { cfgs, name, .. }| quote!(#cfgs #krate::__private::own(#name);))
            .collect()
    }

    /// `let x = x;` for each that is copied: the function does consume what it was given, and clippy's
    /// `needless_pass_by_value` should not say otherwise.
    pub(crate) fn consumed(&self) -> TokenStream {
        let copied = self
            .0
            .iter()
            .filter(|copy| matches!(copy.kind, Kind::Fresh));
        copied
            .map(|Copy { cfgs, name, .. }| {
                quote!(#cfgs #[allow(clippy::shadow_same, clippy::redundant_locals)] let #name = #name;)
            })
            .collect()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The pattern without the `mut` of its by-value bindings, and those bindings. `&mut x` and
/// `ref mut x` are not such.
fn without_mut(pattern: &[TokenTree]) -> (Vec<TokenTree>, Vec<(Ident, Ident)>) {
    let mut written = Vec::new();
    let mut names = Vec::new();
    let mut may_bind = true;
    let mut tokens = pattern.iter().peekable();
    while let Some(token) = tokens.next() {
        match (token, tokens.peek()) {
            (TokenTree::Ident(word), Some(TokenTree::Ident(name))) if word == "mut" && may_bind => {
                names.push((word.clone(), name.clone()));
            }
            (TokenTree::Group(group), _) => {
                let (inner, mut inside) = without_mut(&list(group.stream()));
                names.append(&mut inside);
                written.push(TokenTree::Group(regrouped(group, stream(&inner))));
            }
            _ => {
                may_bind = match token {
                    TokenTree::Ident(word) => word != "ref",
                    TokenTree::Punct(punct) => punct.as_char() != '&',
                    _ => true,
                };
                written.push(token.clone());
            }
        }
    }
    (written, names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::text::{tokens, written};

    #[test]
    fn only_bindings_by_value_lose_their_mut() {
        for (pattern, expected, expected_names) in [
            ("mut a", "a", "a"),
            ("&mut a", "&mut a", ""),
            ("ref mut a", "ref mut a", ""),
            ("&(mut a, ref mut b)", "&(a, ref mut b)", "a"),
            (
                "mut a @ Pair { mut b, c: mut d }",
                "a @ Pair { b, c: d }",
                "a b d",
            ),
            ("[&mut a, mut b, ..]", "[&mut a, b, ..]", "b"),
        ] {
            let (left, names) = without_mut(&tokens(pattern));
            assert_eq!(written(&left), written(&tokens(expected)));
            let names: Vec<String> = names.iter().map(|(_, name)| name.to_string()).collect();
            assert_eq!(names.join(" "), expected_names, "{pattern}");
        }
    }
}
