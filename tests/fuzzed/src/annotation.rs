use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::expansion::{Call, check};

/// Expands source code: `#[retry(..)] fn ..`, `#[derive(Retryable)] enum ..` or `retry_block!(..)`.
pub fn annotation(input: &[u8]) {
    let text = str::from_utf8(input).ok();
    let tokens = text.and_then(|text| text.parse::<TokenStream>().ok());
    if let Some(call) = tokens.and_then(call) {
        check(call);
    }
}

fn call(tokens: TokenStream) -> Option<Call> {
    let mut tokens = tokens.into_iter();
    match (tokens.next()?, tokens.next()?) {
        (TokenTree::Punct(hash), TokenTree::Group(attribute)) if hash.as_char() == '#' => {
            let mut inside = attribute.stream().into_iter();
            let is_derive = matches!(inside.next()?, TokenTree::Ident(name) if name == "derive");
            let arguments = match inside.next() {
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
                    group.stream()
                }
                _ => TokenStream::new(),
            };
            let item = tokens.collect();
            Some(if is_derive {
                Call::Derive(item)
            } else {
                Call::Function { arguments, item }
            })
        }
        (TokenTree::Ident(_), TokenTree::Punct(_)) => match tokens.next()? {
            TokenTree::Group(input) => Some(Call::Block(input.stream())),
            _ => None,
        },
        _ => None,
    }
}
