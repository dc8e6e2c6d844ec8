//! Questions to tokens that are not parsed.

use proc_macro2::{Delimiter, Group, Ident, Spacing, TokenStream, TokenTree};

pub(crate) fn list(tokens: TokenStream) -> Vec<TokenTree> {
    tokens.into_iter().collect()
}

pub(crate) fn stream(tokens: &[TokenTree]) -> TokenStream {
    tokens.iter().cloned().collect()
}

/// The group with something else in it.
pub(crate) fn regrouped(group: &Group, inside: TokenStream) -> Group {
    let mut other = Group::new(group.delimiter(), inside);
    other.set_span(group.span());
    other
}

/// Out of the invisible groups that `macro_rules!` puts around what it was given.
pub(crate) fn ungrouped(tokens: &[TokenTree]) -> Vec<TokenTree> {
    let mut all = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                all.append(&mut ungrouped(&list(group.stream())));
            }
            other => all.push(other.clone()),
        }
    }
    all
}

pub(crate) fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(name) if name == word)
}

pub(crate) fn is_mark(token: Option<&TokenTree>, mark: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == mark)
}

/// Whether one of the words fits, those in groups too.
pub(crate) fn any_word(tokens: &[TokenTree], fits: &dyn Fn(&Ident) -> bool) -> bool {
    tokens.iter().any(|token| match token {
        TokenTree::Ident(word) => fits(word),
        TokenTree::Group(group) => any_word(&list(group.stream()), fits),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// Where the colon in front of a type is, which is not one of a path's `::`.
pub(crate) fn colon(tokens: &[TokenTree]) -> Option<usize> {
    let mut in_path = false;
    tokens.iter().enumerate().position(|(at, token)| {
        let TokenTree::Punct(punct) = token else {
            return false;
        };
        if punct.as_char() != ':' || std::mem::take(&mut in_path) {
            return false;
        }
        in_path = punct.spacing() == Spacing::Joint && is_mark(tokens.get(at + 1), ':');
        !in_path
    })
}

/// Counts the angle brackets around a place between tokens: all other brackets are groups.
#[derive(Default)]
pub(crate) struct Angles {
    pub(crate) depth: usize,
    after_minus: bool,
}

impl Angles {
    /// Goes past a token; `false` for a bracket that closes what was opened before all this.
    pub(crate) fn pass(&mut self, token: &TokenTree) -> bool {
        let TokenTree::Punct(punct) = token else {
            self.after_minus = false;
            return true;
        };
        match punct.as_char() {
            '<' => self.depth += 1,
            // The arrow of `Fn() -> T` closes nothing.
            '>' if self.after_minus => {}
            '>' if self.depth == 0 => return false,
            '>' => self.depth -= 1,
            _ => {}
        }
        self.after_minus = punct.as_char() == '-' && punct.spacing() == Spacing::Joint;
        true
    }
}

/// Where the first token is that fits and stands outside of all angle brackets. The one that closes them
/// stands outside.
pub(crate) fn outside(tokens: &[TokenTree], fits: &dyn Fn(&TokenTree) -> bool) -> Option<usize> {
    let mut angles = Angles::default();
    tokens.iter().position(|token| {
        angles.pass(token);
        angles.depth == 0 && fits(token)
    })
}

/// How many tokens there are from the `<` at the start to its `>`, both included.
pub(crate) fn bracketed(tokens: &[TokenTree]) -> Option<usize> {
    outside(tokens, &|_| true).map(|last| last + 1)
}

/// Where the first comma outside of all brackets is.
pub(crate) fn comma(tokens: &[TokenTree]) -> Option<usize> {
    outside(tokens, &|token| is_mark(Some(token), ','))
}

/// The parts between the commas outside of all brackets; behind the last one there may be none.
pub(crate) fn split_at_commas(mut tokens: &[TokenTree]) -> Vec<&[TokenTree]> {
    let mut parts = Vec::new();
    while !tokens.is_empty() {
        let end = comma(tokens).unwrap_or(tokens.len());
        parts.push(&tokens[..end]);
        tokens = tokens.get(end + 1..).unwrap_or_default();
    }
    parts
}

/// What tests are written in.
#[cfg(test)]
pub(crate) mod text {
    use super::*;

    pub(crate) fn tokens(text: &str) -> Vec<TokenTree> {
        list(text.parse().unwrap())
    }

    /// As `macro_rules!` hands on what it was given.
    pub(crate) fn handed_on(text: &str) -> TokenTree {
        TokenTree::Group(Group::new(Delimiter::None, text.parse().unwrap()))
    }

    pub(crate) fn written(tokens: &[TokenTree]) -> String {
        stream(tokens).to_string()
    }

    /// Without blanks, where it does not matter how marks stand together.
    pub(crate) fn packed(tokens: &[TokenTree]) -> String {
        written(tokens).replace([' ', '\n'], "")
    }
}
