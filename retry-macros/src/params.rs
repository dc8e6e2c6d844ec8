use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{
    Attribute, FnArg, Pat, PatType, Path, ReceiverKind, Signature, Token, Type, parse::Parser,
};

use crate::{
    args::{Errors, Key},
    place::Place,
};

/// What each attempt gets afresh: the parameters that are `mut` and those listed in `clone(..)`.
#[derive(Default)]
pub(crate) struct Copies(Vec<Copy>);

struct Copy {
    /// The `#[cfg(..)]` of the parameter.
    cfgs: Vec<Attribute>,
    /// The user's own `mut`, so that `unused_mut` is right either way.
    mutability: Option<Token![mut]>,
    name: Ident,
    kind: Kind,
}

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
        for arg in &mut sig.inputs {
            match arg {
                FnArg::Receiver(receiver) => {
                    if let (ReceiverKind::Value, Some(mutability)) =
                        (&receiver.kind, &receiver.mutability)
                    {
                        errors.at(
                            mutability.span,
                            "`mut self` would carry changes from attempt to attempt: take `self`, and clone it in the body",
                        );
                    }
                }
                FnArg::Typed(param) => copies.take_param(param),
            }
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
            cfgs: Vec::new(),
            mutability: None,
            name: name.clone(),
            kind: Kind::Fresh,
        };
        Self(names.iter().map(copy).collect())
    }

    fn take_param(&mut self, param: &mut PatType) {
        let (tokens, names) = without_mut(param.pat.to_token_stream());
        if names.is_empty() {
            return;
        }
        let Ok(pat) = Pat::parse_single.parse2(tokens) else {
            return;
        };
        let kind = |ty: &Type| match opened(ty) {
            Type::Reference(reference) if reference.mutability.is_some() => Kind::Reborrow,
            Type::Reference(_) => Kind::Same,
            _ => Kind::Fresh,
        };
        let is_lone = matches!(pat, Pat::Ident(_));
        for (mutability, name) in names {
            let kind = if is_lone {
                kind(&param.ty)
            } else {
                Kind::Fresh
            };
            self.0.push(Copy {
                cfgs: cfgs(&param.attrs),
                mutability: Some(mutability),
                name,
                kind,
            });
        }
        *param.pat = pat;
    }

    fn add_listed(&mut self, sig: &Signature, name: &Ident, errors: &mut Errors) {
        if self.0.iter().any(|copy| copy.name == *name) {
            return;
        }
        let Some(param) = sig.inputs.iter().find_map(|arg| match arg {
            FnArg::Typed(param) if binds(&param.pat.to_token_stream(), name) => Some(param),
            _ => None,
        }) else {
            errors.at(
                name.span(),
                &format!("`{name}` is not a parameter of this function"),
            );
            return;
        };
        if matches!(
            (&*param.pat, opened(&param.ty)),
            (Pat::Ident(_), Type::Reference(_))
        ) {
            errors.at(name.span(), &format!("`{name}` is a reference, which each attempt can use as it is: take it out of `clone(..)`"));
            return;
        }
        let name = name.clone();
        self.0.push(Copy {
            cfgs: cfgs(&param.attrs),
            mutability: None,
            name,
            kind: Kind::Fresh,
        });
    }

    /// `let x = fresh(&x);` for each.
    pub(crate) fn made(&self, krate: &Path) -> TokenStream {
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
            quote!(#(#cfgs)* #[allow(clippy::shadow_same, clippy::shadow_reuse, clippy::shadow_unrelated)] let #mutability #name = #copy;)
        }).collect()
    }

    /// `own(x);` for each: named by value in a branch that is never taken, the copies are captured by
    /// value, so that the attempt's future is `Send` when they are and stores them once.
    pub(crate) fn owned(&self, krate: &Path) -> TokenStream {
        self.0
            .iter()
            .map(|Copy { cfgs, name, .. }| quote!(#(#cfgs)* #krate::attribute::own(#name);))
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
                quote!(#(#cfgs)* #[allow(clippy::shadow_same, clippy::redundant_locals)] let #name = #name;)
            })
            .collect()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The type out of the invisible group that `macro_rules!` puts around `$t:ty`, and out of parentheses.
fn opened(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => opened(&group.elem),
        Type::Paren(paren) => opened(&paren.elem),
        other => other,
    }
}

fn cfgs(attrs: &[Attribute]) -> Vec<Attribute> {
    attrs
        .iter()
        .filter(|attr| attr.path().is_ident("cfg"))
        .cloned()
        .collect()
}

/// The pattern without the `mut` of its by-value bindings, and those bindings. `&mut x` and
/// `ref mut x` are not such.
fn without_mut(tokens: TokenStream) -> (TokenStream, Vec<(Token![mut], Ident)>) {
    let mut written = TokenStream::new();
    let mut names = Vec::new();
    let mut may_bind = true;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match (&token, tokens.peek()) {
            (TokenTree::Ident(word), Some(TokenTree::Ident(name))) if word == "mut" && may_bind => {
                names.push((Token![mut](word.span()), name.clone()));
            }
            (TokenTree::Group(group), _) => {
                let (inner, mut inside) = without_mut(group.stream());
                names.append(&mut inside);
                let mut inner = proc_macro2::Group::new(group.delimiter(), inner);
                inner.set_span(group.span());
                written.extend([TokenTree::Group(inner)]);
                may_bind = true;
            }
            _ => {
                may_bind = match &token {
                    TokenTree::Ident(word) => word != "ref",
                    TokenTree::Punct(punct) => punct.as_char() != '&',
                    _ => true,
                };
                written.extend([token]);
            }
        }
    }
    (written, names)
}

/// Whether the pattern names this binding.
fn binds(pattern: &TokenStream, name: &Ident) -> bool {
    pattern.clone().into_iter().any(|token| match token {
        TokenTree::Ident(word) => word == *name,
        TokenTree::Group(group) => binds(&group.stream(), name),
        _ => false,
    })
}
