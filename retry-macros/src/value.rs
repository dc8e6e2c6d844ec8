use proc_macro2::{Spacing, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Error, Result,
    parse::{Parse, ParseStream},
};

use crate::tokens::{bracketed, is_mark, list};

/// The value of a key: an expression, or a pattern, which the compiler is to read. What there is to
/// know of it here is where it ends.
pub(crate) struct Value(TokenStream);

impl Value {
    pub(crate) fn tokens(&self) -> Vec<TokenTree> {
        list(self.0.clone())
    }

    /// Where it begins.
    pub(crate) fn span(&self) -> Span {
        let first = self.0.clone().into_iter().next();
        first.map_or_else(Span::call_site, |token| token.span())
    }
}

impl Parse for Value {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let rest = list(input.cursor().token_stream());
        let (length, next) = end(&rest);
        let value = (0..length).map(|_| input.parse::<TokenTree>());
        let value = value.collect::<Result<TokenStream>>()?;
        match rest[..length].last() {
            // The compiler could only point at what comes behind it, which is not the user's.
            Some(last) if next == Next::Operand => Err(Error::new(
                last.span(),
                "expected an expression behind this",
            )),
            _ => Ok(Self(value)),
        }
    }
}

impl ToTokens for Value {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.0.clone());
    }
}

/// What can come next.
#[derive(Clone, Copy, PartialEq)]
enum Next {
    Operand,
    /// The name behind a dot.
    Name,
    Operator,
}

/// How many tokens belong to the value at the start.
pub(crate) fn length(tokens: &[TokenTree]) -> usize {
    end(tokens).0
}

/// How many tokens belong to the value at the start, and what could come next: up to a comma that is not
/// between the bars of a closure or in angle brackets, or up to where two operands meet, which is where
/// a comma was forgotten.
fn end(tokens: &[TokenTree]) -> (usize, Next) {
    let mut next = Next::Operand;
    // Behind `as` and an arrow, where `<` opens a list of types, never a comparison.
    let mut in_type = false;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let rest = &tokens[at..];
        let mut passed = 1;
        match token {
            TokenTree::Ident(word) if begins_operand(&word.to_string()) => {
                in_type |= word == "as";
                next = Next::Operand;
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) if next == Next::Operator => break,
            TokenTree::Group(_) | TokenTree::Ident(_) | TokenTree::Literal(_) => {
                next = Next::Operator;
            }
            TokenTree::Punct(punct) => match punct.as_char() {
                ',' | ';' => break,
                '.' => next = Next::Name,
                '?' => next = Next::Operator,
                '|' if next == Next::Operand => passed = bars(rest).unwrap_or(1),
                '<' if next == Next::Operand || in_type => {
                    if let Some(length) = bracketed(rest) {
                        passed = length;
                        next = Next::Operator;
                    }
                }
                '-' if is_arrow(rest) => {
                    passed = 2;
                    in_type = true;
                    next = Next::Operand;
                }
                // The name of a lifetime is no operand.
                '\'' => passed = 2,
                // `||` and `<<` begin neither a closure nor a list of types.
                '|' | '<' => {
                    passed += usize::from(is_doubled(rest));
                    next = Next::Operand;
                }
                mark => {
                    in_type &= mark == ':' || next == Next::Operand;
                    next = Next::Operand;
                }
            },
        }
        at += passed;
    }
    (at, next)
}

/// A keyword behind which an operand follows, as one does behind an operator.
fn begins_operand(word: &str) -> bool {
    matches!(
        word,
        "as" | "async"
            | "break"
            | "const"
            | "dyn"
            | "else"
            | "extern"
            | "fn"
            | "for"
            | "if"
            | "impl"
            | "in"
            | "let"
            | "loop"
            | "match"
            | "move"
            | "mut"
            | "ref"
            | "return"
            | "static"
            | "unsafe"
            | "while"
    )
}

/// The parameters of a closure, with their bars.
fn bars(tokens: &[TokenTree]) -> Option<usize> {
    let inside = tokens[1..]
        .iter()
        .position(|token| is_mark(Some(token), '|'))?;
    Some(inside + 2)
}

fn is_doubled(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [TokenTree::Punct(one), TokenTree::Punct(other), ..]
        if one.as_char() == other.as_char() && one.spacing() == Spacing::Joint)
}

fn is_arrow(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [TokenTree::Punct(minus), ..] if minus.spacing() == Spacing::Joint)
        && is_mark(tokens.get(1), '>')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::text::{tokens, written};

    fn assert_ends(value: &str, rest: &str) {
        let all = tokens(&format!("{value} {rest}"));
        assert_eq!(written(&all[..length(&all)]), written(&tokens(value)));
    }

    #[test]
    fn a_value_ends_at_its_comma() {
        for value in [
            "5",
            "is_transient",
            "|a, b| a < b",
            "|| 5",
            "move |e: &Either<A, B>| -> Result<A, B> { e }",
            "|e| e.code < 500 || e.late",
            "1 << 3",
            "pick::<A, fn(A) -> B>(a)",
            "<Either<A, B> as Judge>::judge",
            "Error::Timeout | Error::Status(500..=599)",
            "Error::Status(s) if s < 500 || s > 599",
            "500.. | 429",
            "if cold { a } else { b }",
            "match kind { Kind::A => a, Kind::B => b }",
            "x.y.0.await?",
            "&raw const X",
            "-1",
            "Pair { a, b }",
            "limit() as u32",
            "is_busy as for<'a> fn(&'a Error) -> bool",
            "judge as unsafe extern \"C\" fn(A) -> Pair<A, B>",
            "limits as *const Map<A, B>",
            "a as u32 + b < c",
            "a < <Pair<A, B> as Limit>::MAX",
            "&mut hook",
            "break 5",
            "|e| -> &'a Map<A, { 1 + 1 }> { e }",
        ] {
            for rest in ["", ",", ", next = |e| e.x > 3 || e.y", ", clone(a)"] {
                assert_ends(value, rest);
            }
        }
    }

    #[test]
    fn a_value_ends_where_a_comma_was_forgotten() {
        for value in [
            "5",
            "is_transient",
            "limit()",
            "limit()?",
            "\"a\"",
            "f::<A>",
        ] {
            for rest in ["backoff = 1.0", "5", "\"b\"", "; attempts = 5"] {
                assert_ends(value, rest);
            }
        }
    }
}
