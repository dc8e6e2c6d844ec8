use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::quote;
use syn::{
    Attribute, Error, Result, ReturnType, Signature, Type, Visibility,
    parse::{ParseStream, Parser as _},
    spanned::Spanned as _,
};

use super::token_group::{braced, regrouped};
use crate::errors;

/// The annotated function. Its body stays tokens: if it is half-typed, only the compiler reports it, and
/// editors can complete code in it.
pub(crate) struct Function {
    attrs: Vec<Attribute>,
    vis: Visibility,
    pub(crate) sig: Signature,
    /// The `#![..]` at the start of the body. They belong to the function, and a closure allows none.
    inner_attrs: Vec<Attribute>,
    pub(crate) body: Group,
}

impl Function {
    pub(crate) fn parse(item: TokenStream) -> Result<Self> {
        // Without the body: syn copies all tokens that it gets.
        let mut head: Vec<TokenTree> = item.into_iter().collect();
        let end = head.pop();
        if !head.windows(2).any(names_function) {
            let first = head.first().or(end.as_ref());
            let span = first.map_or_else(Span::call_site, TokenTree::span);
            return Err(errors::not_a_function(span));
        }
        // If this were silent, a function in syntax that syn does not know yet would run without retries.
        let (attrs, vis, sig) = parts
            .parse2(head.into_iter().collect())
            .and_then(|parts| without_loose_plus(&parts.2).map(|()| parts))
            .map_err(|error| errors::unreadable_function(error.span(), &error))?;
        let Some(body) = end.and_then(braced) else {
            return Err(errors::function_without_body(sig.ident.span()));
        };
        if let Some(constness) = &sig.constness {
            return Err(errors::const_function(constness.span));
        }
        let (inner_attrs, body) = split_inner_attrs(body)?;
        Ok(Self {
            attrs,
            vis,
            sig,
            inner_attrs,
            body,
        })
    }

    /// The function with another body.
    pub(crate) fn with_body(self, body: &TokenStream) -> TokenStream {
        let Self {
            attrs,
            vis,
            sig,
            inner_attrs,
            body: braces,
        } = self;
        // The user's own braces: with others, `dead_code` no longer fires.
        let block = regrouped(&braces, quote!(#(#inner_attrs)* #body));
        quote!(#(#attrs)* #vis #sig #block)
    }
}

fn names_function(two: &[TokenTree]) -> bool {
    matches!(two, [TokenTree::Ident(keyword), TokenTree::Ident(_)] if keyword == "fn")
}

fn parts(input: ParseStream<'_>) -> Result<(Vec<Attribute>, Visibility, Signature)> {
    Ok((
        input.call(Attribute::parse_outer)?,
        input.parse()?,
        input.parse()?,
    ))
}

/// The body's own attributes, and the body without them.
fn split_inner_attrs(body: Group) -> Result<(Vec<Attribute>, Group)> {
    let mut tokens = body.stream().into_iter();
    let mut next_is =
        |mark| matches!(tokens.next(), Some(TokenTree::Punct(punct)) if punct.as_char() == mark);
    if !(next_is('#') && next_is('!')) {
        // Unchanged, since a new group loses the place of its opening brace.
        return Ok((Vec::new(), body));
    }
    let parser = |input: ParseStream<'_>| Ok((input.call(Attribute::parse_inner)?, input.parse()?));
    let (attrs, statements) = parser.parse2(body.stream())?;
    Ok((attrs, regrouped(&body, statements)))
}

/// Refuses `-> T +`, which syn reads as a trait object without `dyn`. No function returns one.
fn without_loose_plus(sig: &Signature) -> Result<()> {
    match &sig.output {
        ReturnType::Type(_, ty) => match &**ty {
            Type::TraitObject(object) if object.dyn_token.is_none() => {
                Err(Error::new(object.span(), "expected a type without `+`"))
            }
            _ => Ok(()),
        },
        ReturnType::Default => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_attributes_of_the_body_are_taken_out() {
        for (body, expected_attrs, expected_body) in [
            ("{ let a = 1; }", 0, "{ let a = 1; }"),
            ("{ #[a] let b = 1; }", 0, "{ #[a] let b = 1; }"),
            ("{ #![a] #![b] #[c] let d; }", 2, "{ #[c] let d; }"),
        ] {
            let function = Function::parse(format!("fn f() {body}").parse().unwrap()).unwrap();
            assert_eq!(function.inner_attrs.len(), expected_attrs, "{body}");
            let expected: TokenStream = expected_body.parse().unwrap();
            assert_eq!(function.body.to_string(), expected.to_string());
        }
    }
}
