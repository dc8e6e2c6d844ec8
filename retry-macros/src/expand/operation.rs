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
    /// The type of an attempt's outcome; `_` if the compiler has to infer it.
    pub(crate) fn outcome(&self) -> TokenStream {
        let krate = &self.krate;
        match (&self.returns, &self.arguments.unmarked) {
            (None, _) => quote!(_),
            (Some(ty), None) => ty.clone(),
            (Some(ty), _) => quote!(<#ty as #krate::__private::MarkableOutcome>::Marked),
        }
    }

    /// The outcome of the run, from that of its last attempt.
    pub(crate) fn returned(&self, last: TokenStream) -> TokenStream {
        if self.arguments.unmarked.is_none() {
            return last;
        }
        let unmarked = self.declared.function(&self.krate, "unmarked");
        quote!(#unmarked(#last))
    }

    /// The name that events carry.
    pub(crate) fn name(&self) -> Option<TokenStream> {
        match &self.arguments.name {
            Some(given) => Some(given.value.to_token_stream()),
            None => self.function.as_ref().map(|name| quote!(#name)),
        }
    }
}
