use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Other tokens in the delimiters of this group, at its place.
pub(crate) fn regrouped(group: &Group, inside: TokenStream) -> Group {
    let mut other = Group::new(group.delimiter(), inside);
    other.set_span(group.span());
    other
}

/// The block, without the invisible group that `macro_rules!` puts around `$b:block`.
pub(crate) fn braced(token: TokenTree) -> Option<Group> {
    match token {
        TokenTree::Group(body) if body.delimiter() == Delimiter::Brace => Some(body),
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
            let mut inside = group.stream().into_iter();
            let body = braced(inside.next()?)?;
            inside.next().is_none().then_some(body)
        }
        _ => None,
    }
}
