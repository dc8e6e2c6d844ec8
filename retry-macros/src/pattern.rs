use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use crate::tokens::{bracketed, is_mark, is_word, ungrouped};

/// A pattern that outcomes are matched against, with its guard.
pub(crate) struct Pattern {
    tokens: Vec<TokenTree>,
    /// `if` and the condition; or nothing.
    guard: Vec<TokenTree>,
}

impl Pattern {
    /// The tokens as a pattern, unless they are an expression: a closure, a call of a method, or a path
    /// that ends in lower case, as functions do and variants do not.
    pub(crate) fn read(tokens: &[TokenTree]) -> Option<Self> {
        let guard = tokens.iter().position(|token| is_word(token, "if"));
        let (pattern, guard) = tokens.split_at(guard.unwrap_or(tokens.len()));
        let seen = ungrouped(pattern);
        let is_expression = seen.first().is_none_or(begins_expression)
            || guard.is_empty() && (is_computed(&seen) || names_function(&seen));
        (!is_expression).then(|| Self {
            tokens: pattern.to_vec(),
            guard: guard.to_vec(),
        })
    }

    /// A closure over a reference, that says whether the pattern fits.
    pub(crate) fn predicate(&self) -> TokenStream {
        let Self { tokens, guard } = self;
        let judged = Ident::new("judged", Span::mixed_site());
        let exists = self.existing_name();
        // A constant and a string match the value, not the reference to it; what binds must bind a
        // reference.
        let seen = if binds(tokens) {
            quote!(#judged)
        } else {
            quote!(*#judged)
        };
        quote! {
            |#judged| {
                #exists
                match #seen {
                    #(#tokens)* #(#guard)* => true,
                    #[allow(unreachable_patterns)]
                    _ => false,
                }
            }
        }
    }

    /// For a pattern of one name: a use of that name as a value, which never runs. A typo is then an
    /// error, not a binding that matches everything.
    fn existing_name(&self) -> Option<TokenStream> {
        let [TokenTree::Ident(name)] = self.tokens.as_slice() else {
            return None;
        };
        // In lower case it stands before a guard, which uses it. `None` always exists, and as a value of
        // its own it would have no type.
        if is_lower_case(name) || name == "None" || name == "_" {
            return None;
        }
        Some(quote_spanned! {name.span()=>
            #[allow(clippy::no_effect_underscore_binding, path_statements, unreachable_code, unused_must_use)]
            if false { let _ = #name; }
        })
    }
}

/// Whether no pattern begins so.
pub(crate) fn begins_expression(first: &TokenTree) -> bool {
    match first {
        TokenTree::Punct(punct) => matches!(punct.as_char(), '|' | '!' | '*'),
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Ident(word) => matches!(
            word.to_string().as_str(),
            "async" | "if" | "loop" | "match" | "move" | "return" | "self" | "static" | "unsafe"
        ),
        TokenTree::Literal(_) => false,
    }
}

/// Whether there is an operator that no pattern has in its place.
fn is_computed(tokens: &[TokenTree]) -> bool {
    tokens.iter().enumerate().any(|(at, token)| {
        let before = at.checked_sub(1).map(|before| &tokens[before]);
        let after = tokens.get(at + 1);
        let TokenTree::Punct(punct) = token else {
            return false;
        };
        match punct.as_char() {
            // Not one of a range.
            '.' => !is_mark(before, '.') && !is_mark(after, '.'),
            '=' => !is_mark(before, '.'),
            '|' => is_mark(after, '|'),
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

/// Whether the pattern binds a part of what it matches, or is written for a reference (`&K`).
fn binds(tokens: &[TokenTree]) -> bool {
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Group(group) => {
                let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                if binds(&inside) {
                    return true;
                }
            }
            TokenTree::Ident(word) if word == "const" => at += 1,
            TokenTree::Ident(word) => {
                let (before, after) = (&tokens[..at], tokens.get(at + 1));
                if is_binding_mode(word) || is_lower_case(word) && stands_alone(before, after) {
                    return true;
                }
            }
            TokenTree::Punct(punct) => match punct.as_char() {
                '&' | '@' | '!' => return true,
                '<' => at += bracketed(&tokens[at..]).unwrap_or(1) - 1,
                _ => {}
            },
            TokenTree::Literal(_) => {}
        }
        at += 1;
    }
    false
}

/// Whether a name between these is neither a part of a path nor the name of a field.
fn stands_alone(before: &[TokenTree], after: Option<&TokenTree>) -> bool {
    let ends_path = matches!(before, [.., one, two]
        if is_mark(Some(one), ':') && is_mark(Some(two), ':'));
    let goes_on = match after {
        Some(TokenTree::Group(fields)) => fields.delimiter() != Delimiter::Bracket,
        after => is_mark(after, ':'),
    };
    !ends_path && !goes_on
}

fn is_binding_mode(word: &Ident) -> bool {
    word == "ref" || word == "mut"
}

/// As variables and functions are, and constants and variants are not.
fn is_lower_case(name: &Ident) -> bool {
    let name = name.to_string();
    !matches!(
        name.as_str(),
        "_" | "crate" | "false" | "self" | "super" | "true"
    ) && name
        .trim_start_matches("r#")
        .starts_with(|first: char| first.is_lowercase() || first == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<TokenTree> {
        let tokens: TokenStream = text.parse().unwrap();
        tokens.into_iter().collect()
    }

    #[test]
    fn patterns_are_told_from_expressions() {
        for pattern in [
            "Error::Timeout",
            "BUSY | 429",
            "500..=599",
            "..=2",
            "\"busy\"",
            "-1",
            "true",
            "_",
            "&K",
            "Error::Status(code) if is_busy(code)",
            "code if code.is_busy()",
            "Error { code, .. }",
            "(Kind::A, _)",
            "[first, ..]",
            "all @ (1 | 2)",
            "const { 5 }",
            "Page::<u8>::EMPTY",
        ] {
            assert!(Pattern::read(&tokens(pattern)).is_some(), "{pattern}");
        }
        for expression in [
            "is_transient",
            "Error::is_transient",
            "one_of([502, 503])",
            "Judge::new(5)",
            "only::<Error>",
            "pick::<Error, u8>(5)",
            "<Error as Judge>::judge",
            "|error| error.code > 500",
            "move |error| true",
            "self.judge()",
            "JUDGE.transient()",
            "{ judge }",
            "if cold { a } else { b }",
            "match kind { _ => a }",
            "!is_final",
            "*judge",
            "r#is_busy",
            "_is_busy",
            "is_busy || is_slow",
            "is_busy && is_slow",
            "BUSY == 5",
        ] {
            assert!(Pattern::read(&tokens(expression)).is_none(), "{expression}");
        }
    }

    #[test]
    fn what_a_pattern_binds_is_seen() {
        for pattern in [
            "code",
            "Error::Status(code)",
            "Error { code, .. }",
            "Error { code: number, .. }",
            "A | B(x)",
            "[first, ..]",
            "ref all",
            "Error::Status(_code)",
            "Whole @ 1..=5",
            "(A, &K)",
            "Error::Status(any!())",
        ] {
            assert!(binds(&tokens(pattern)), "{pattern}");
        }
        for pattern in [
            "Error::Timeout",
            "Error::Status(500..=599)",
            "Error { code: 5, .. }",
            "error::Kind::A | crate::B",
            "i32::MAX",
            "Page::<u8>::EMPTY",
            "const { 5 }",
            "_ | true",
            "BUSY | \"busy\"",
            "limits::low()",
        ] {
            assert!(!binds(&tokens(pattern)), "{pattern}");
        }
    }
}
