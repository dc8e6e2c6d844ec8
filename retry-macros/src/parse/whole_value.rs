use proc_macro2::{Ident, Literal};
use syn::{
    Token,
    ext::IdentExt as _,
    parse::{ParseStream, discouraged::Speculative as _},
};

use super::number::Number;

/// Whether the value of a key ends here.
pub(crate) fn at_end(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,])
}

/// A word that is the whole value: `full`, but not the start of `full()`.
pub(crate) fn peek_word(input: ParseStream<'_>) -> Option<Ident> {
    let ahead = input.fork();
    let word = ahead.call(Ident::parse_any).ok()?;
    at_end(&ahead).then_some(word)
}

/// Consumes this word, if it is the whole value.
pub(crate) fn take_word(input: ParseStream<'_>, expected: &str) -> Option<Ident> {
    peek_word(input).filter(|word| word == expected)?;
    input.call(Ident::parse_any).ok()
}

/// Consumes a number, if it is the whole value.
pub(crate) fn take_number(input: ParseStream<'_>) -> Option<Number> {
    let ahead = input.fork();
    let minus: Option<Token![-]> = ahead.parse().ok()?;
    let literal: Literal = ahead.parse().ok()?;
    let is_number = literal
        .to_string()
        .starts_with(|first: char| first.is_ascii_digit());
    if !is_number || !at_end(&ahead) {
        return None;
    }
    input.advance_to(&ahead);
    Some(Number { minus, literal })
}
