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

#[cfg(test)]
mod tests {
    use proc_macro2::{Group, TokenStream};
    use quote::quote;

    use super::*;

    #[test]
    fn names_of_one_word_are_read() {
        let text: TokenStream = "a(b)".parse().unwrap();
        let handed_on = TokenTree::Group(Group::new(Delimiter::None, text));
        let twice = TokenTree::Group(Group::new(Delimiter::None, quote!(#handed_on)));
        let tokens = quote!(#[a] #[b::c] #[doc = "d"] #[::e] #[#handed_on] #[#twice] pub f: g);
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let (attrs, rest) = Attrs::split(&tokens);
        let names: Vec<String> = attrs.iter().map(|attr| attr.name.to_string()).collect();
        assert_eq!(names, ["a", "doc", "a", "a"]);
        assert_eq!(quote!(#(#rest)*).to_string(), quote!(pub f: g).to_string());
    }
}
