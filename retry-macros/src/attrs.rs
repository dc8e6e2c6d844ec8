use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::ToTokens;

use crate::tokens::{is_mark, ungrouped};

/// Attributes, each a `#` and a group in brackets.
pub(crate) struct Attrs(Vec<TokenTree>);

/// An attribute whose path is one word.
pub(crate) struct Attr<'a> {
    /// All of it.
    pub(crate) tokens: &'a [TokenTree],
    pub(crate) name: Ident,
    /// What stands behind the name.
    pub(crate) said: Vec<TokenTree>,
}

impl Attrs {
    /// Those at the start, and what stands behind them.
    pub(crate) fn split(tokens: &[TokenTree]) -> (Self, &[TokenTree]) {
        let pairs = tokens.chunks_exact(2);
        let count = pairs.take_while(|pair| is_attribute(pair)).count();
        let (attrs, rest) = tokens.split_at(2 * count);
        (Self(attrs.to_vec()), rest)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Attr<'_>> {
        self.0.chunks_exact(2).filter_map(Attr::of)
    }
}

impl<'a> Attr<'a> {
    fn of(tokens: &'a [TokenTree]) -> Option<Self> {
        let [_, TokenTree::Group(inside)] = tokens else {
            return None;
        };
        let inside: Vec<TokenTree> = inside.stream().into_iter().collect();
        match ungrouped(&inside).as_slice() {
            [TokenTree::Ident(name), said @ ..] if !is_mark(said.first(), ':') => Some(Self {
                tokens,
                name: name.clone(),
                said: said.to_vec(),
            }),
            _ => None,
        }
    }
}

impl ToTokens for Attrs {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.0.iter().cloned());
    }
}

fn is_attribute(pair: &[TokenTree]) -> bool {
    matches!(pair, [TokenTree::Punct(mark), TokenTree::Group(inside)]
        if mark.as_char() == '#' && inside.delimiter() == Delimiter::Bracket)
}
