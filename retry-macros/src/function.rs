use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;
use syn::{
    Attribute, Error, Result, Signature, Token, Visibility,
    parse::{Parse, ParseStream, Parser},
};

/// The annotated function. Its body is kept as tokens: parsed, a half-typed one would give errors of
/// ours in front of the compiler's own, and editors could not complete it.
pub(crate) struct Function {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) sig: Signature,
    /// The `#![..]` at the start of the body: they are the function's, and a closure takes none.
    pub(crate) inner_attrs: Vec<Attribute>,
    pub(crate) body: Group,
}

/// Why there is nothing to expand.
pub(crate) enum NotAFunction {
    /// The compiler says it better.
    HalfTyped,
    Refused(Error),
}

impl Function {
    pub(crate) fn read(item: TokenStream) -> std::result::Result<Self, NotAFunction> {
        let has_fn = item
            .clone()
            .into_iter()
            .any(|token| matches!(&token, TokenTree::Ident(word) if word == "fn"));
        if !has_fn {
            let span = item
                .into_iter()
                .next()
                .map_or_else(proc_macro2::Span::call_site, |first| first.span());
            let message =
                "`#[retry]` goes on a function; to retry a block, write `retry(|| ..)` around it";
            return Err(NotAFunction::Refused(Error::new(span, message)));
        }
        let (attrs, vis, sig, body) = parts.parse2(item).map_err(|_| NotAFunction::HalfTyped)?;
        let Some(body) = body else {
            let message =
                "`#[retry]` needs a body to retry: annotate the method where it is implemented";
            return Err(NotAFunction::Refused(Error::new_spanned(
                &sig.ident, message,
            )));
        };
        if let Some(constness) = &sig.constness {
            let message = "a `const fn` cannot be retried: it cannot wait";
            return Err(NotAFunction::Refused(Error::new_spanned(
                constness, message,
            )));
        }
        let (inner_attrs, statements) = statements
            .parse2(body.stream())
            .map_err(|_| NotAFunction::HalfTyped)?;
        let body = if inner_attrs.is_empty() {
            // As it came: a new group forgets where its opening brace stands.
            body
        } else {
            let mut rest = Group::new(Delimiter::Brace, statements);
            rest.set_span(body.span());
            rest
        };
        Ok(Self {
            attrs,
            vis,
            sig,
            inner_attrs,
            body,
        })
    }
}

impl Function {
    /// The function with another body.
    pub(crate) fn with_body(self, body: &TokenStream) -> TokenStream {
        let Self {
            attrs,
            vis,
            sig,
            inner_attrs,
            body: braces,
        } = self;
        let mut block = Group::new(Delimiter::Brace, quote!(#(#inner_attrs)* #body));
        // The user's own braces: with others, `dead_code` falls silent.
        block.set_span(braces.span());
        quote!(#(#attrs)* #vis #sig #block)
    }
}

type Parts = (Vec<Attribute>, Visibility, Signature, Option<Group>);

fn parts(input: ParseStream<'_>) -> Result<Parts> {
    let attrs = input.call(Attribute::parse_outer)?;
    let vis = input.parse()?;
    let sig = Signature::parse(input)?;
    if input.peek(Token![;]) {
        input.parse::<Token![;]>()?;
        return Ok((attrs, vis, sig, None));
    }
    let body = input.call(braces)?;
    Ok((attrs, vis, sig, Some(body)))
}

/// The body, out of the invisible group that `macro_rules!` puts around `$b:block`.
fn braces(input: ParseStream<'_>) -> Result<Group> {
    match input.parse()? {
        TokenTree::Group(body) if body.delimiter() == Delimiter::Brace => Ok(body),
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
            braces.parse2(group.stream())
        }
        other => Err(Error::new(other.span(), "expected the function's body")),
    }
}

fn statements(input: ParseStream<'_>) -> Result<(Vec<Attribute>, TokenStream)> {
    Ok((input.call(Attribute::parse_inner)?, input.parse()?))
}
