use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::quote;
use syn::{
    Attribute, Error, Result, Signature, Visibility,
    parse::{ParseStream, Parser},
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
        let mut head: Vec<TokenTree> = item.into_iter().collect();
        let has_fn = head
            .iter()
            .any(|token| matches!(token, TokenTree::Ident(word) if word == "fn"));
        if !has_fn {
            let span = head.first().map_or_else(Span::call_site, TokenTree::span);
            let message =
                "`#[retry]` goes on a function; to retry a block, write `retry(|| ..)` around it";
            return Err(NotAFunction::Refused(Error::new(span, message)));
        }
        // Taken off before the rest is parsed: syn copies all that it is given, group by group.
        let body = match head.pop() {
            Some(TokenTree::Punct(end)) if end.as_char() == ';' => None,
            Some(last) => Some(braces(last).ok_or(NotAFunction::HalfTyped)?),
            None => return Err(NotAFunction::HalfTyped),
        };
        let (attrs, vis, sig) = parts
            .parse2(head.into_iter().collect())
            .map_err(|_| NotAFunction::HalfTyped)?;
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
        let (inner_attrs, body) = without_attrs(body).map_err(|_| NotAFunction::HalfTyped)?;
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

fn parts(input: ParseStream<'_>) -> Result<(Vec<Attribute>, Visibility, Signature)> {
    Ok((
        input.call(Attribute::parse_outer)?,
        input.parse()?,
        input.parse()?,
    ))
}

/// The body, out of the invisible group that `macro_rules!` puts around `$b:block`.
fn braces(last: TokenTree) -> Option<Group> {
    match last {
        TokenTree::Group(body) if body.delimiter() == Delimiter::Brace => Some(body),
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
            let mut inside = group.stream().into_iter();
            let body = braces(inside.next()?)?;
            inside.next().is_none().then_some(body)
        }
        _ => None,
    }
}

/// The body's own attributes, and the body without them.
fn without_attrs(body: Group) -> Result<(Vec<Attribute>, Group)> {
    let mut tokens = body.stream().into_iter();
    let mut starts_with =
        |mark| matches!(tokens.next(), Some(TokenTree::Punct(punct)) if punct.as_char() == mark);
    if !(starts_with('#') && starts_with('!')) {
        // As it came: a new group forgets where its opening brace stands.
        return Ok((Vec::new(), body));
    }
    let (attrs, statements) = statements.parse2(body.stream())?;
    let mut rest = Group::new(Delimiter::Brace, statements);
    rest.set_span(body.span());
    Ok((attrs, rest))
}

fn statements(input: ParseStream<'_>) -> Result<(Vec<Attribute>, TokenStream)> {
    Ok((input.call(Attribute::parse_inner)?, input.parse()?))
}
