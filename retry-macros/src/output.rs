use std::iter::Peekable;

use proc_macro2::{Group, Ident, Spacing, Span, TokenStream, TokenTree, token_stream::IntoIter};
use quote::{ToTokens, quote};
use syn::ReturnType;

/// The declared return type as it may be written in an expression: each `impl Trait` is `_`.
pub(crate) fn declared(output: &ReturnType) -> TokenStream {
    match output {
        ReturnType::Default => quote!(()),
        ReturnType::Type(_, ty) => without_impl(ty.to_token_stream()),
    }
}

/// What a declared future comes to: the type after `Output =`, or, behind an alias such as
/// `BoxFuture<'a, T>`, the last argument.
pub(crate) fn of_future(output: &ReturnType) -> TokenStream {
    let ReturnType::Type(_, ty) = output else {
        return quote!(());
    };
    let tokens: Vec<TokenTree> = ty.to_token_stream().into_iter().collect();
    let named = tokens.windows(2).position(|two| {
        matches!(two, [TokenTree::Ident(name), TokenTree::Punct(equals)]
            if name == "Output" && equals.as_char() == '=')
    });
    let start = match named {
        Some(at) => at + 2,
        None => match last_argument(&tokens) {
            Some(at) => at,
            None => return quote!(_),
        },
    };
    let rest: TokenStream = tokens[start..].iter().cloned().collect();
    let before = tokens.len() - start;
    let mut rest = rest.into_iter().peekable();
    skip_bounds(&mut rest);
    let length = before - rest.count();
    without_impl(tokens[start..start + length].iter().cloned().collect())
}

/// Where the last argument of `Alias<.., T>` begins.
fn last_argument(tokens: &[TokenTree]) -> Option<usize> {
    let mut depth = 0_usize;
    let mut start = None;
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Punct(punct) = token else {
            continue;
        };
        match punct.as_char() {
            '<' => {
                depth += 1;
                if depth == 1 {
                    start = Some(at + 1);
                }
            }
            '>' => depth = depth.saturating_sub(1),
            ',' if depth == 1 => start = Some(at + 1),
            _ => {}
        }
    }
    start
}

/// Where the return type stands.
pub(crate) fn span(output: &ReturnType, name: &Ident) -> Span {
    match output {
        ReturnType::Default => name.span(),
        ReturnType::Type(_, ty) => {
            let first = ty.to_token_stream().into_iter().next();
            first.map_or_else(|| name.span(), |token| token.span())
        }
    }
}

fn without_impl(tokens: TokenStream) -> TokenStream {
    let mut tokens = tokens.into_iter().peekable();
    let mut written = TokenStream::new();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(word) if word == "impl" => {
                skip_bounds(&mut tokens);
                written.extend(quote!(_));
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), without_impl(group.stream()));
                inner.set_span(group.span());
                written.extend([TokenTree::Group(inner)]);
            }
            other => written.extend([other]),
        }
    }
    written
}

/// Skips the bounds of an `impl Trait`: up to the comma or the bracket that ends its place.
fn skip_bounds(tokens: &mut Peekable<IntoIter>) {
    let mut depth = 0_usize;
    let mut after_minus = false;
    while let Some(token) = tokens.peek() {
        let mut minus = false;
        if let TokenTree::Punct(punct) = token {
            match punct.as_char() {
                '<' => depth += 1,
                // The arrow of `Fn() -> T` closes nothing.
                '>' if after_minus => {}
                ',' | '>' if depth == 0 => return,
                '>' => depth -= 1,
                '-' => minus = punct.spacing() == Spacing::Joint,
                _ => {}
            }
        }
        after_minus = minus;
        tokens.next();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_output_of_a_future_is_found() {
        for (declared, expected) in [
            (
                "-> impl Future<Output = Result<u8, E>> + Send + 'a",
                "Result<u8, E>",
            ),
            (
                "-> Pin<Box<dyn Future<Output = Option<Vec<u8>>> + Send + '_>>",
                "Option<Vec<u8>>",
            ),
            ("-> BoxFuture<'a, Result<u8, E>>", "Result<u8, E>"),
            ("-> impl Future<Output = io::Result<()>>", "io::Result<()>"),
        ] {
            let declared: ReturnType = syn::parse_str(declared).unwrap();
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
            let written: TokenStream = written.parse().unwrap();
            let expected: TokenStream = expected.parse().unwrap();
            assert_eq!(without_impl(written).to_string(), expected.to_string());
        }
    }
}
