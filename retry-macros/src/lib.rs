//! The attribute of `retry-core`.
use proc_macro::TokenStream;

/// x
#[proc_macro_attribute]
pub fn retry(_args: TokenStream, item: TokenStream) -> TokenStream {
    item
}
