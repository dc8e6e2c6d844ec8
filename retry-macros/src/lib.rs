//! The attribute of `retry-core`, which is what to depend on: this crate is an implementation detail.

mod args;
mod builder;
mod check;
mod duration;
mod expand;
mod function;
mod judge;
mod output;
mod params;
mod suggest;

use proc_macro::TokenStream;

/// Retries the function that it stands on.
#[proc_macro_attribute]
pub fn retry(args: TokenStream, item: TokenStream) -> TokenStream {
    expand::expand(args.into(), item.into()).into()
}
