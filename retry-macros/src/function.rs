use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::quote;
use syn::Error;

use crate::{
    signature::Signature,
    tokens::{is_mark, is_word, list, regrouped, stream},
};

/// The annotated function. Its body is kept as tokens: parsed, a half-typed one would give errors of
/// ours in front of the compiler's own, and editors could not complete it.
pub(crate) struct Function {
    pub(crate) sig: Signature,
    /// The `#![..]` at the start of the body: they are the function's, and a closure takes none.
    inner_attrs: TokenStream,
    pub(crate) body: Group,
}

/// Why there is nothing to expand.
pub(crate) enum NotAFunction {
    /// The compiler says it better.
    HalfTyped,
    Refused(Error),
}

impl Function {
    pub(crate) fn read(item: TokenStream) -> Result<Self, NotAFunction> {
        let mut head = list(item);
        if !head.iter().any(|token| is_word(token, "fn")) {
            let span = head.first().map_or_else(Span::call_site, TokenTree::span);
            let message =
                "`#[retry]` goes on a function; to retry a block, write `retry(|| ..)` around it";
            return Err(NotAFunction::Refused(Error::new(span, message)));
        }
        let body = match head.pop() {
            end if is_mark(end.as_ref(), ';') => None,
            Some(last) => Some(braces(last).ok_or(NotAFunction::HalfTyped)?),
            None => return Err(NotAFunction::HalfTyped),
        };
        let sig = Signature::read(head).ok_or(NotAFunction::HalfTyped)?;
        let Some(body) = body else {
            let message =
                "`#[retry]` needs a body to retry: annotate the method where it is implemented";
            return Err(NotAFunction::Refused(Error::new(sig.name.span(), message)));
        };
        if let Some(constness) = sig.constness {
            let message = "a `const fn` cannot be retried: it cannot wait";
            return Err(NotAFunction::Refused(Error::new(constness, message)));
        }
        let (inner_attrs, body) = without_attrs(body);
        Ok(Self {
            sig,
            inner_attrs,
            body,
        })
    }

    /// The function with another body.
    pub(crate) fn with_body(self, body: &TokenStream) -> TokenStream {
        let Self {
            sig,
            inner_attrs,
            body: braces,
        } = self;
        // The user's own braces: with others, `dead_code` falls silent.
        let block = regrouped(&braces, quote!(#inner_attrs #body));
        quote!(#sig #block)
    }
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

/// The body's own attributes, each of three tokens, and the body without them.
fn without_attrs(body: Group) -> (TokenStream, Group) {
    let mut attrs = list(body.stream());
    let marks = attrs
        .chunks_exact(3)
        .take_while(|three| is_mark(three.first(), '#') && is_mark(three.get(1), '!'));
    let statements = attrs.split_off(3 * marks.count());
    if attrs.is_empty() {
        // As it came: a new group forgets where its opening brace stands.
        return (TokenStream::new(), body);
    }
    (stream(&attrs), regrouped(&body, stream(&statements)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::text::{packed, tokens};

    #[test]
    fn only_attributes_of_the_body_are_taken_out() {
        for (body, expected_attrs, expected_rest) in [
            ("{ let a = 1; }", "", "{ let a = 1; }"),
            ("{ #[a] let b = 1; }", "", "{ #[a] let b = 1; }"),
            (
                "{ #![a] #![b] #[c] let d; }",
                "#![a] #![b]",
                "{ #[c] let d; }",
            ),
        ] {
            let group = braces(tokens(body).remove(0)).unwrap();
            let (attrs, rest) = without_attrs(group);
            assert_eq!(packed(&list(attrs)), packed(&tokens(expected_attrs)));
            assert_eq!(packed(&[rest.into()]), packed(&tokens(expected_rest)));
        }
    }
}
