//! What tells the value of `on` from a pattern.

use proc_macro2::{Delimiter, Ident, TokenTree};

use crate::tokens::{bracketed, is_mark, is_word, list, outside, ungrouped};

/// Whether these are no pattern, though they may begin like one.
pub(crate) fn is_expression(tokens: &[TokenTree]) -> bool {
    match tokens {
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::Parenthesis => {
            let inside = ungrouped(&list(group.stream()));
            inside.first().is_some_and(begins_expression) || is_expression(&inside)
        }
        tokens => is_cast(tokens) || is_computed(tokens) || names_function(tokens),
    }
}

/// Whether no pattern begins so.
pub(crate) fn begins_expression(first: &TokenTree) -> bool {
    match first {
        TokenTree::Punct(punct) => matches!(punct.as_char(), '|' | '!'),
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Ident(word) => matches!(
            word.to_string().as_str(),
            "async" | "if" | "loop" | "match" | "move" | "return" | "static" | "unsafe"
        ),
        TokenTree::Literal(_) => false,
    }
}

/// Whether there is an `as` outside of a path such as `<T as Limits>::MAX`.
fn is_cast(tokens: &[TokenTree]) -> bool {
    outside(tokens, &|token| is_word(token, "as")).is_some()
}

/// Whether there is an operator that no pattern has in its place.
fn is_computed(tokens: &[TokenTree]) -> bool {
    tokens.iter().enumerate().any(|(at, token)| {
        let before = at.checked_sub(1).map(|before| &tokens[before]);
        let after = tokens.get(at + 1);
        let punct = match (token, before) {
            (TokenTree::Punct(punct), _) => punct,
            // What a call returns is called, or an element is taken.
            (TokenTree::Group(_), Some(TokenTree::Group(_))) => return true,
            (TokenTree::Group(group), Some(TokenTree::Ident(word))) => {
                return group.delimiter() == Delimiter::Bracket && !is_binding_mode(word);
            }
            _ => return false,
        };
        match punct.as_char() {
            // Not one of a range.
            '.' => !is_mark(before, '.') && !is_mark(after, '.'),
            '=' => !is_mark(before, '.'),
            '|' => is_mark(after, '|') || is_mark(before, '&'),
            '&' => before.is_some_and(|before| !matches!(before, TokenTree::Punct(_))),
            other => matches!(other, '?' | '+' | '*' | '/' | '%' | '^'),
        }
    })
}

/// A path or a call whose path ends in lower case: `is_transient`, `one_of([502, 503])`.
fn names_function(tokens: &[TokenTree]) -> bool {
    let path = match tokens {
        [path @ .., TokenTree::Group(call)] if call.delimiter() == Delimiter::Parenthesis => path,
        path => path,
    };
    let mut last = None;
    let mut at = 0;
    while let Some(token) = path.get(at) {
        match token {
            TokenTree::Ident(word) if !is_binding_mode(word) => last = Some(word),
            TokenTree::Punct(punct) if punct.as_char() == ':' => {}
            TokenTree::Punct(punct) if punct.as_char() == '<' => {
                at += bracketed(&path[at..]).unwrap_or(1) - 1;
            }
            _ => return false,
        }
        at += 1;
    }
    last.is_some_and(is_lower_case)
}

pub(crate) fn is_binding_mode(word: &Ident) -> bool {
    word == "ref" || word == "mut"
}

/// As variables and functions are, and constants and variants are not.
pub(crate) fn is_lower_case(name: &Ident) -> bool {
    let name = name.to_string();
    !matches!(name.as_str(), "_" | "false" | "true")
        && name
            .trim_start_matches("r#")
            .starts_with(|first: char| first.is_lowercase() || first == '_')
}
