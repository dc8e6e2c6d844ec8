use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Error, Path, Result, parse::ParseStream};

use super::key_value::Value;
use crate::errors;

/// The path of the core crate.
pub(crate) struct CratePath(TokenStream);

impl Default for CratePath {
    fn default() -> Self {
        Self(quote!(::retry_core))
    }
}

impl Value for CratePath {
    const KIND: &'static str = "a path";

    fn parse_value(input: ParseStream<'_>) -> Result<Self> {
        let refused = |error: Error| errors::not_a_path(error.span());
        let path = input.call(Path::parse_mod_style).map_err(refused)?;
        Ok(Self(path.into_token_stream()))
    }
}

impl ToTokens for CratePath {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.0.to_tokens(tokens);
    }
}
