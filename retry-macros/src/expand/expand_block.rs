use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};

use super::{operation::Operation, place::Place, retried_body::retried_body};
use crate::{
    errors::{self, Errors},
    input::{Block, FreshVariable},
    parse::Arguments,
};

/// Expands `retry_block!(keys; block)`.
pub(crate) fn expand_block(input: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let expanded = expand(input, &mut errors);
    expanded.unwrap_or_else(|| quote!({ #errors ::core::unreachable!() }))
}

fn expand(input: TokenStream, errors: &mut Errors) -> Option<TokenStream> {
    let (keys, block) = Block::split_keys(input);
    let mut arguments = Arguments::parse(keys, errors);
    let block: Block = errors.take(syn::parse2(block))?;
    let keyword = block.asyncness.as_ref().map(|keyword| keyword.span);
    arguments.check(keyword, false, errors);
    let returns = block.returns.map(ToTokens::into_token_stream);
    if let Some(declared) = &returns {
        arguments.check_outcome(declared, errors);
    }
    if let (Some(http), None) = (&arguments.http, &returns) {
        errors.push(errors::http_without_type(http.key));
    }
    if !errors.is_empty() {
        return None;
    }
    let listed = arguments.clone.as_ref().map(|given| &given.value);
    let at_keyword = |span| Span::call_site().located_at(span);
    let operation = Operation {
        fresh: FreshVariable::listed(listed),
        krate: arguments.take_crate(),
        asyncness: keyword.map(at_keyword),
        returns,
        declared: Place::of(block.body.span_open()),
        function: None,
        arguments,
    };
    let run = retried_body(&operation, &block.body);
    let capture = block.capture;
    let keyword = block.asyncness;
    Some(quote!(#keyword #capture { #run }))
}
