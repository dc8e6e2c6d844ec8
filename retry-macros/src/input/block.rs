use proc_macro2::{Group, TokenStream, TokenTree};
use syn::{
    Error, Result, Token, Type,
    parse::{Parse, ParseStream},
};

use super::token_group::braced;
use crate::errors;

/// The block of `retry_block!`: `async move -> Type { .. }`, where only the braces are required. What is in
/// them stays tokens, as in a function.
pub(crate) struct Block {
    pub(crate) asyncness: Option<Token![async]>,
    pub(crate) capture: Option<Token![move]>,
    pub(crate) returns: Option<Type>,
    pub(crate) body: Group,
}

impl Block {
    /// Splits the input into the keys before the first semicolon and the block after it. Without a semicolon
    /// there are no keys.
    pub(crate) fn split_keys(input: TokenStream) -> (TokenStream, TokenStream) {
        let mut keys = TokenStream::new();
        let mut tokens = input.clone().into_iter();
        for token in tokens.by_ref() {
            match token {
                TokenTree::Punct(semicolon) if semicolon.as_char() == ';' => {
                    return (keys, tokens.collect());
                }
                token => keys.extend([token]),
            }
        }
        (TokenStream::new(), input)
    }
}

impl Parse for Block {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let (asyncness, capture) = (input.parse()?, input.parse()?);
        let arrow: Option<Token![->]> = input.parse()?;
        let no_type = |error: Error| errors::arrow_without_type(error.span());
        let returns = arrow.map(|_| input.parse().map_err(no_type)).transpose()?;
        let no_block = |error: Error| errors::not_a_block(error.span());
        let block: TokenTree = input.parse().map_err(no_block)?;
        let span = block.span();
        Ok(Self {
            asyncness,
            capture,
            returns,
            body: braced(block).ok_or_else(|| errors::not_a_block(span))?,
        })
    }
}
