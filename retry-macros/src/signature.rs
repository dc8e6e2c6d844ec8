use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use crate::{
    param::Param,
    tokens::{is_word, list, outside, regrouped, stream},
};

/// All of the annotated function that stands before its body. Kept as the tokens that it came in: it
/// goes on to the compiler as it is, but for what is taken out of the parameters.
pub(crate) struct Signature {
    /// Attributes, visibility, qualifiers, name and generics.
    before: Vec<TokenTree>,
    parentheses: Group,
    pub(crate) params: Vec<Param>,
    /// The arrow, or nothing.
    arrow: Vec<TokenTree>,
    /// The type behind the arrow; nothing without one.
    pub(crate) output: Vec<TokenTree>,
    /// The `where` clause.
    after: Vec<TokenTree>,
    pub(crate) name: Ident,
    /// Where `async` stands.
    pub(crate) asyncness: Option<Span>,
    /// Where `const` stands.
    pub(crate) constness: Option<Span>,
}

impl Signature {
    /// Nothing, where a part is still to be typed.
    pub(crate) fn read(mut before: Vec<TokenTree>) -> Option<Self> {
        let keyword = before.iter().position(|token| is_word(token, "fn"))?;
        let TokenTree::Ident(name) = before.get(keyword + 1)?.clone() else {
            return None;
        };
        let qualifier = |word| {
            let found = before[..keyword].iter().find(|token| is_word(token, word));
            found.map(TokenTree::span)
        };
        let (asyncness, constness) = (qualifier("async"), qualifier("const"));
        let mut rest = before.split_off(parameters(&before, keyword + 2)?);
        let mut arrow = rest.split_off(1);
        let TokenTree::Group(parentheses) = rest.pop()? else {
            return None;
        };
        let clause = arrow.iter().position(|token| is_word(token, "where"));
        let after = arrow.split_off(clause.unwrap_or(arrow.len()));
        let output = arrow.split_off(arrow.len().min(2));
        Some(Self {
            before,
            params: Param::all(&list(parentheses.stream())),
            parentheses,
            arrow,
            output,
            after,
            name,
            asyncness,
            constness,
        })
    }

    /// Takes over what became of the parameters.
    pub(crate) fn write_params(&mut self) {
        let params = &self.params;
        self.parentheses = regrouped(&self.parentheses, quote!(#(#params),*));
    }
}

impl ToTokens for Signature {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(stream(&self.before));
        self.parentheses.to_tokens(tokens);
        for part in [&self.arrow, &self.output, &self.after] {
            tokens.extend(stream(part));
        }
    }
}

/// Where the parameters are: the first parentheses behind the name and outside of the generics.
fn parameters(tokens: &[TokenTree], name_ends: usize) -> Option<usize> {
    let is_list = |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis);
    outside(tokens.get(name_ends..)?, &is_list).map(|behind| name_ends + behind)
}
