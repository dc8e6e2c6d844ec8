//! The macros as functions of tokens: the root of the package `retry-expansion`, which is for fuzzing. A
//! macro can be called by the compiler only.

#![allow(
    clippy::large_enum_variant,
    reason = "a workspace build gives syn more features here, and with them larger types"
)]

mod derive;
mod errors;
mod expand;
mod input;
mod parse;

use proc_macro2::TokenStream;

/// Expands `#[retry(arguments)] item`.
#[must_use]
pub fn retry(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::expand_function(arguments, item)
}

/// Expands `retry_block!(input)`.
#[must_use]
pub fn retry_block(input: TokenStream) -> TokenStream {
    expand::expand_block(input)
}

/// Expands `#[derive(Retryable)] item`.
#[must_use]
pub fn derive_retryable(item: TokenStream) -> TokenStream {
    derive::expand_derive(item)
}
