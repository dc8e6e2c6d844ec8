use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::quote;
use syn::{Error, Result, Token, parse::ParseStream, parse::Parser};

use crate::{
    args::{Args, Errors},
    builder::Builder,
    copies::Copies,
    expand::{krate, scope},
    operation::Operation,
    place::Place,
    tokens::{is_mark, list, stream},
};

/// `async move -> Type { .. }`, of which only the braces must be there.
struct Block {
    keyword: Option<Token![async]>,
    capture: Option<Token![move]>,
    returns: Option<TokenStream>,
    body: Group,
}

/// Expands `retry_block!(args; block)`.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let (args, block) = split(input);
    let (args, error) = Args::parse(args);
    let mut errors = Errors(error);
    let block = match Block::read.parse2(block) {
        Ok(block) => Some(block),
        Err(error) => {
            errors.push(error);
            None
        }
    };
    match block.as_ref().map(|block| &block.keyword) {
        Some(Some(keyword)) => args.refuse_without_timer(keyword.span, &mut errors),
        Some(None) => args.refuse_timeout(&mut errors),
        None => {}
    }
    let Some(block) = block.filter(|_| errors.0.is_none()) else {
        let errors = errors.0.map(|error| error.to_compile_error());
        return quote!({ #errors ::core::unreachable!() });
    };
    block.expand(&args)
}

/// The keys before the first semicolon, and the block behind it; without one it is all block.
fn split(input: TokenStream) -> (TokenStream, TokenStream) {
    let tokens = list(input.clone());
    let semicolon = |token: &TokenTree| is_mark(Some(token), ';');
    match tokens.iter().position(semicolon) {
        Some(at) => (stream(&tokens[..at]), stream(&tokens[at + 1..])),
        None => (TokenStream::new(), input),
    }
}

impl Block {
    fn read(input: ParseStream<'_>) -> Result<Self> {
        let expected = "expected the keys, a semicolon and a block: `retry_block!(attempts = 5; { .. })`, or `async { .. }`";
        let keyword = input.parse()?;
        let capture = input.parse()?;
        let returns = if input.peek(Token![->]) {
            input.parse::<Token![->]>()?;
            Some(before_body(input)?)
        } else {
            None
        };
        match input.parse() {
            Ok(TokenTree::Group(body)) if body.delimiter() == Delimiter::Brace => Ok(Self {
                keyword,
                capture,
                returns,
                body,
            }),
            Ok(other) => Err(Error::new(other.span(), expected)),
            Err(error) => Err(Error::new(error.span(), expected)),
        }
    }

    fn expand(self, args: &Args) -> TokenStream {
        let krate = krate(args.krate());
        let copies = Copies::listed(args.clone.as_ref());
        let declared = self.returns;
        let place = Place::of(self.body.span_open());
        let has_closure = self.keyword.is_none();
        let keys = Builder::new(args, &krate, has_closure, declared.as_ref(), None).build(place);
        let operation = Operation {
            args,
            krate: &krate,
            copies: &copies,
            keys,
            returns: declared.unwrap_or_else(|| quote!(_)),
            declared: place,
        };
        let scope = scope(&self.body);
        let Some(keyword) = self.keyword else {
            let run = operation.blocking(&scope);
            return quote!({ #run });
        };
        let run = operation.awaited(Span::call_site().located_at(keyword.span), &scope);
        let capture = self.capture;
        quote!(#keyword #capture { #run })
    }
}

/// The type behind the arrow, in front of the last group.
fn before_body(input: ParseStream<'_>) -> Result<TokenStream> {
    let mut returns = TokenStream::new();
    while !input
        .cursor()
        .token_tree()
        .is_some_and(|(_, behind)| behind.eof())
    {
        returns.extend([input.parse::<TokenTree>()?]);
    }
    if returns.is_empty() {
        return Err(input.error("expected a type behind the arrow"));
    }
    Ok(returns)
}
