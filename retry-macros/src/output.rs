use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::quote;

use crate::tokens::{Angles, is_mark};

/// The declared return type as it may be written in an expression: each `impl Trait` is `_`.
pub(crate) fn declared(output: &[TokenTree]) -> TokenStream {
    if output.is_empty() {
        return quote!(());
    }
    without_impl(output)
}

/// What a declared future comes to: the type after `Output =`, or, behind an alias such as
/// `BoxFuture<'a, T>`, the last argument.
pub(crate) fn of_future(output: &[TokenTree]) -> TokenStream {
    if output.is_empty() {
        return quote!(());
    }
    let named = output.windows(2).position(|two| {
        matches!(two, [TokenTree::Ident(name), TokenTree::Punct(equals)]
            if name == "Output" && equals.as_char() == '=')
    });
    let Some(start) = named.map(|at| at + 2).or_else(|| last_argument(output)) else {
        return quote!(_);
    };
    let ty = &output[start..];
    without_impl(&ty[..bounds(ty)])
}

/// Where the last argument of `Alias<.., T>` begins.
fn last_argument(tokens: &[TokenTree]) -> Option<usize> {
    let mut angles = Angles::default();
    let mut start = None;
    for (at, token) in tokens.iter().enumerate() {
        angles.pass(token);
        let begins =
            matches!(token, TokenTree::Punct(punct) if matches!(punct.as_char(), '<' | ','));
        if begins && angles.depth == 1 {
            start = Some(at + 1);
        }
    }
    start
}

/// Where the return type stands, or else the name.
pub(crate) fn span(output: &[TokenTree], name: &Ident) -> Span {
    output.first().map_or_else(|| name.span(), TokenTree::span)
}

fn without_impl(tokens: &[TokenTree]) -> TokenStream {
    let mut written = TokenStream::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token {
            TokenTree::Ident(word) if word == "impl" => {
                at += bounds(&tokens[at..]);
                written.extend(quote!(_));
            }
            TokenTree::Group(group) => {
                let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                let mut inner = Group::new(group.delimiter(), without_impl(&inside));
                inner.set_span(group.span());
                written.extend([TokenTree::Group(inner)]);
            }
            other => written.extend([other.clone()]),
        }
    }
    written
}

/// How long the bounds of an `impl Trait` are: up to the comma or the bracket that ends its place.
fn bounds(tokens: &[TokenTree]) -> usize {
    let mut angles = Angles::default();
    let ends =
        |token: &TokenTree| is_mark(Some(token), ',') && angles.depth == 0 || !angles.pass(token);
    tokens.iter().position(ends).unwrap_or(tokens.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<TokenTree> {
        let tokens: TokenStream = text.parse().unwrap();
        tokens.into_iter().collect()
    }

    #[test]
    fn the_output_of_a_future_is_found() {
        for (declared, expected) in [
            (
                "impl Future<Output = Result<u8, E>> + Send + 'a",
                "Result<u8, E>",
            ),
            (
                "Pin<Box<dyn Future<Output = Option<Vec<u8>>> + Send + '_>>",
                "Option<Vec<u8>>",
            ),
            ("BoxFuture<'a, Result<u8, E>>", "Result<u8, E>"),
            ("Alias<fn(u8) -> u8, Result<u8, E>>", "Result<u8, E>"),
            ("impl Future<Output = io::Result<()>>", "io::Result<()>"),
            ("BoxFuture<'a, <F as Run>::Output>", "<F as Run>::Output"),
        ] {
            let declared = tokens(declared);
            let expected: TokenStream = expected.parse().unwrap();
            // How brackets stand together is not part of the type.
            let packed = |tokens: TokenStream| tokens.to_string().replace(' ', "");
            assert_eq!(packed(of_future(&declared)), packed(expected));
        }
    }

    #[test]
    fn each_impl_trait_becomes_a_placeholder() {
        for (written, expected) in [
            ("Result<impl Iterator<Item = u8> + 'a, E>", "Result<_, E>"),
            (
                "Result<(impl Fn() -> Vec<u8>, u8), Box<dyn Error>>",
                "Result<(_, u8), Box<dyn Error>>",
            ),
            ("Option<impl Display>", "Option<_>"),
            ("io::Result<u8>", "io::Result<u8>"),
        ] {
            let expected: TokenStream = expected.parse().unwrap();
            assert_eq!(
                without_impl(&tokens(written)).to_string(),
                expected.to_string()
            );
        }
    }
}
