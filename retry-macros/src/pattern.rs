use proc_macro2::{Ident, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use crate::{
    expression::{begins_expression, is_binding_mode, is_expression, is_lower_case},
    tokens::{bracketed, is_mark, is_word, list, ungrouped},
};

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
        let is_expression =
            seen.first().is_none_or(begins_expression) || guard.is_empty() && is_expression(&seen);
        (!is_expression).then(|| Self {
            tokens: ending_alone(pattern),
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

/// With nothing joined to its end: of `500..,` and an arrow behind it would come `..=`.
fn ending_alone(pattern: &[TokenTree]) -> Vec<TokenTree> {
    let mut tokens = pattern.to_vec();
    if let Some(TokenTree::Punct(last)) = tokens.last_mut() {
        let mut alone = Punct::new(last.as_char(), Spacing::Alone);
        alone.set_span(last.span());
        *last = alone;
    }
    tokens
}

/// Whether the pattern binds a part of what it matches, or is written for a reference (`&K`).
fn binds(tokens: &[TokenTree]) -> bool {
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Group(group) => {
                if binds(&list(group.stream())) {
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
        Some(TokenTree::Group(_)) => true,
        after => is_mark(after, ':'),
    };
    !ends_path && !goes_on
}

#[cfg(test)]
mod tests {
    use proc_macro2::{Delimiter, Group};

    use super::*;
    use crate::tokens::text::{handed_on, tokens};

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
            "self::BUSY | self::LATE",
            "Error::r#Late",
            "<Error as Limits<u8>>::BUSY | 5",
            "ref all",
            "&mut [first, ..]",
            "()",
            "(a, b)",
            "(500..=599 | BUSY)",
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
            "is_busy as fn(&Error) -> bool",
            "JUDGES[0]",
            "judges()()",
            "(is_busy)",
            "(|error| true)",
            "(|error: &Error| true)",
            "({ judge })",
            "&|error: &Error| true",
        ] {
            assert!(Pattern::read(&tokens(expression)).is_none(), "{expression}");
        }
    }

    #[test]
    fn parts_that_macros_hand_on_are_seen() {
        let called = [handed_on("one_of"), tokens("(5)").remove(0)];
        assert!(Pattern::read(&called).is_none());
        let matched = [handed_on("Error::Status"), tokens("(5)").remove(0)];
        assert!(Pattern::read(&matched).is_some());
        let in_parentheses = TokenTree::Group(Group::new(
            Delimiter::Parenthesis,
            handed_on("|error| true").into(),
        ));
        assert!(Pattern::read(&[in_parentheses]).is_none());
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
            "const { low }",
            "_ | true",
            "BUSY | \"busy\"",
            "limits::low()",
        ] {
            assert!(!binds(&tokens(pattern)), "{pattern}");
        }
    }
}
