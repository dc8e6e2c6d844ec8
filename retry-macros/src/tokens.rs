//! Questions to tokens that are not parsed.

use proc_macro2::{Delimiter, Ident, Spacing, TokenStream, TokenTree};

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

/// How many tokens there are from the `<` at the start to its `>`, both included.
pub(crate) fn bracketed(tokens: &[TokenTree]) -> Option<usize> {
    let mut angles = Angles::default();
    let last = tokens.iter().position(|token| {
        angles.pass(token);
        angles.depth == 0
    })?;
    Some(last + 1)
}

/// Where the first comma outside of all brackets is.
pub(crate) fn comma(tokens: &[TokenTree]) -> Option<usize> {
    let mut angles = Angles::default();
    tokens.iter().position(|token| {
        angles.pass(token);
        is_mark(Some(token), ',') && angles.depth == 0
    })
}

/// Out of the invisible groups that `macro_rules!` puts around what it was given.
pub(crate) fn ungrouped(tokens: &[TokenTree]) -> Vec<TokenTree> {
    let mut all = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                all.append(&mut ungrouped(&inside));
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
pub(crate) fn any_word(tokens: TokenStream, fits: &dyn Fn(&Ident) -> bool) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(word) => fits(&word),
        TokenTree::Group(group) => any_word(group.stream(), fits),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// Where the colon in front of the type is, which is not one of a path's `::`.
pub(crate) fn colon(tokens: &[TokenTree]) -> Option<usize> {
    let mut in_path = false;
    tokens.iter().enumerate().position(|(at, token)| {
        let TokenTree::Punct(punct) = token else {
            return false;
        };
        if punct.as_char() != ':' || std::mem::take(&mut in_path) {
            return false;
        }
        in_path = punct.spacing() == Spacing::Joint
            && matches!(tokens.get(at + 1), Some(TokenTree::Punct(next)) if next.as_char() == ':');
        !in_path
    })
}

/// The parts between the commas outside of all brackets; behind the last one there may be none.
pub(crate) fn split_at_commas(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut rest: Vec<TokenTree> = tokens.into_iter().collect();
    let mut parts = Vec::new();
    while !rest.is_empty() {
        let end = comma(&rest).unwrap_or(rest.len());
        let behind = rest.split_off((end + 1).min(rest.len()));
        rest.truncate(end);
        parts.push(std::mem::replace(&mut rest, behind));
    }
    parts
}
