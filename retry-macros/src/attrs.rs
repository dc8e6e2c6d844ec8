use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::ToTokens;

use crate::tokens::{is_mark, list, stream, ungrouped};

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
        match ungrouped(&list(inside.stream())).as_slice() {
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
        tokens.extend(stream(&self.0));
    }
}

fn is_attribute(pair: &[TokenTree]) -> bool {
    matches!(pair, [mark, TokenTree::Group(inside)]
        if is_mark(Some(mark), '#') && inside.delimiter() == Delimiter::Bracket)
}

#[cfg(test)]
mod tests {
    use proc_macro2::Group;
    use quote::quote;

    use super::*;
    use crate::tokens::text::{handed_on, written};

    #[test]
    fn names_of_one_word_are_read() {
        let once = handed_on("a(b)");
        let twice = TokenTree::Group(Group::new(Delimiter::None, quote!(#once)));
        let tokens = list(quote!(#[a] #[b::c] #[doc = "d"] #[::e] #[#once] #[#twice] pub f: g));
        let (attrs, rest) = Attrs::split(&tokens);
        let names: Vec<String> = attrs.iter().map(|attr| attr.name.to_string()).collect();
        assert_eq!(names, ["a", "doc", "a", "a"]);
        assert_eq!(written(rest), quote!(pub f: g).to_string());
    }
}
