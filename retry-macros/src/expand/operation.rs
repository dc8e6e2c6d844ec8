use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote};

use super::place::Place;
use crate::{
    input::FreshVariable,
    parse::{Arguments, CratePath},
};

/// What is retried, and how. The attribute makes one of a function, `retry_block!` of a block.
pub(crate) struct Operation {
    pub(crate) arguments: Arguments,
    pub(crate) krate: CratePath,
    pub(crate) fresh: Vec<FreshVariable>,
    /// The place of `async`, if the operation is.
    pub(crate) asyncness: Option<Span>,
    /// The type of the outcome, if it is declared.
    pub(crate) returns: Option<TokenStream>,
    /// The place of that type, or else of the name or the block.
    pub(crate) declared: Place,
    /// The name of the function; a block has none.
    pub(crate) function: Option<String>,
}

impl Operation {
    /// The type of the outcome; `_` if the compiler has to infer it.
    pub(crate) fn outcome(&self) -> TokenStream {
        self.returns.clone().unwrap_or_else(|| quote!(_))
    }

    /// The name that events carry.
    pub(crate) fn name(&self) -> Option<TokenStream> {
        match &self.arguments.name {
            Some(given) => Some(given.value.to_token_stream()),
            None => self.function.as_ref().map(|name| quote!(#name)),
        }
    }
}
