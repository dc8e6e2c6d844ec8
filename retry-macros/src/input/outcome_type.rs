use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{
    GenericArgument, Path, ReturnType, Signature, Token, Type, TypeInfer, spanned::Spanned as _,
};

use super::inner_types::{arguments, inner_types, paths};

/// The declared type of an outcome, in the form that an expression allows: with `_` for each `impl Trait`.
pub(crate) struct OutcomeType {
    pub(crate) tokens: TokenStream,
    /// The place of the return type, or of the function's name if there is none.
    pub(crate) span: Span,
}

impl OutcomeType {
    /// The type that the function returns.
    pub(crate) fn returned(sig: &mut Signature) -> Self {
        let span = span(sig);
        let tokens = match &mut sig.output {
            ReturnType::Default => quote!(()),
            ReturnType::Type(_, ty) => in_expressions(ty),
        };
        Self { tokens, span }
    }

    /// The output of the future, if the function is not `async` and returns one.
    pub(crate) fn of_future(sig: &mut Signature) -> Option<Self> {
        let span = span(sig);
        match (&sig.asyncness, &mut sig.output) {
            (None, ReturnType::Type(_, ty)) => {
                let tokens = future_output(ty)?;
                Some(Self { tokens, span })
            }
            _ => None,
        }
    }
}

fn span(sig: &Signature) -> Span {
    match &sig.output {
        ReturnType::Default => sig.ident.span(),
        ReturnType::Type(_, ty) => ty.span(),
    }
}

/// Changes a copy: the type is `&mut` only because [`inner_types`] wants it so.
fn in_expressions(ty: &mut Type) -> TokenStream {
    let tokens = ty.to_token_stream();
    if !has_impl_trait(ty) {
        return tokens;
    }
    // Copied by parsing it again: syn's `Clone` would slow down every clean build.
    match syn::parse2(tokens.clone()) {
        Ok(mut copy) => {
            replace_impl_trait(&mut copy);
            copy.into_token_stream()
        }
        Err(_) => tokens,
    }
}

fn has_impl_trait(ty: &mut Type) -> bool {
    matches!(ty, Type::ImplTrait(_)) || inner_types(ty).into_iter().any(has_impl_trait)
}

fn replace_impl_trait(ty: &mut Type) {
    if let Type::ImplTrait(_) = ty {
        *ty = Type::Infer(TypeInfer {
            attrs: Vec::new(),
            underscore_token: <Token![_]>::default(),
        });
    }
    for inner in inner_types(ty) {
        replace_impl_trait(inner);
    }
}

/// The `T` of `Pin<Box<dyn Future<Output = T>>>`, `impl Future<Output = T>` or `BoxFuture<'a, T>`.
fn future_output(ty: &mut Type) -> Option<TokenStream> {
    match paths(ty).into_iter().find(|path| names_future(path)) {
        Some(future) => Some(output(future)),
        None => inner_types(ty).into_iter().find_map(future_output),
    }
}

fn names_future(path: &Path) -> bool {
    let last = path.segments.last();
    last.is_some_and(|last| {
        ["Future", "BoxFuture", "LocalBoxFuture"]
            .iter()
            .any(|name| last.ident == name)
    })
}

/// The `T` of `Future<Output = T>`, or the last argument of `BoxFuture<'a, T>`.
fn output(future: &mut Path) -> TokenStream {
    let mut last = None;
    for argument in arguments(future) {
        match argument {
            GenericArgument::AssocType(named) if named.ident == "Output" => {
                return in_expressions(&mut named.ty);
            }
            GenericArgument::Type(ty) => last = Some(ty),
            _ => {}
        }
    }
    last.map_or_else(|| quote!(_), in_expressions)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signature(returns: &str) -> Signature {
        syn::parse_str(&format!("fn f() -> {returns}")).unwrap()
    }

    fn assert_type(found: Option<OutcomeType>, expected: &str) {
        let found = found.map(|found| found.tokens.to_string());
        let expected: Type = syn::parse_str(expected).unwrap();
        assert_eq!(found, Some(expected.to_token_stream().to_string()));
    }

    #[test]
    fn the_output_of_a_future_is_found() {
        for (returns, expected) in [
            (
                "impl Future<Output = Result<u8, E>> + Send + 'a",
                "Result<u8, E>",
            ),
            (
                "Pin<Box<dyn Future<Output = Option<Vec<u8>>> + Send + '_>>",
                "Option<Vec<u8>>",
            ),
            ("BoxFuture<'a, Result<u8, E>>", "Result<u8, E>"),
            (
                "BoxFuture<'a, fn(u8) -> Option<u8>>",
                "fn(u8) -> Option<u8>",
            ),
            ("impl Future<Output = io::Result<()>>", "io::Result<()>"),
            ("BoxFuture<'a, <F as Run>::Output>", "<F as Run>::Output"),
            ("impl Future<Output = Option<impl Sized>>", "Option<_>"),
        ] {
            assert_type(OutcomeType::of_future(&mut signature(returns)), expected);
        }
        assert!(OutcomeType::of_future(&mut signature("Result<u8, E>")).is_none());
    }

    #[test]
    fn each_impl_trait_becomes_a_placeholder() {
        for (returns, expected) in [
            ("Result<impl Iterator<Item = u8> + 'a, E>", "Result<_, E>"),
            (
                "Result<(impl Fn() -> Vec<u8>, u8), Box<dyn Error>>",
                "Result<(_, u8), Box<dyn Error>>",
            ),
            (
                "Option<Box<dyn Iterator<Item = impl Display>>>",
                "Option<Box<dyn Iterator<Item = _>>>",
            ),
            ("Option<[impl Display; 2]>", "Option<[_; 2]>"),
            ("io::Result<u8>", "io::Result<u8>"),
        ] {
            assert_type(
                Some(OutcomeType::returned(&mut signature(returns))),
                expected,
            );
        }
    }
}
