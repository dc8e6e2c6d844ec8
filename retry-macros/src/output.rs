use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{TokenStreamExt as _, quote};

use crate::tokens::{Angles, is_mark, is_word, list, regrouped};

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
    let named = output
        .windows(2)
        .position(|two| is_word(&two[0], "Output") && is_mark(two.get(1), '='));
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
        let begins = is_mark(Some(token), '<') || is_mark(Some(token), ',');
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
                let inside = without_impl(&list(group.stream()));
                written.append(regrouped(group, inside));
            }
            other => written.append(other.clone()),
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
    use crate::tokens::text::{packed, tokens, written};

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
            let output = list(of_future(&tokens(declared)));
            assert_eq!(packed(&output), packed(&tokens(expected)));
        }
    }

    #[test]
    fn each_impl_trait_becomes_a_placeholder() {
        for (ty, expected) in [
            ("Result<impl Iterator<Item = u8> + 'a, E>", "Result<_, E>"),
            (
                "Result<(impl Fn() -> Vec<u8>, u8), Box<dyn Error>>",
                "Result<(_, u8), Box<dyn Error>>",
            ),
            ("Option<impl Display>", "Option<_>"),
            ("io::Result<u8>", "io::Result<u8>"),
        ] {
            let declared = list(without_impl(&tokens(ty)));
            assert_eq!(written(&declared), written(&tokens(expected)));
        }
    }
}
