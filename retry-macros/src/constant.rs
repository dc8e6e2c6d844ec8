//! Which policies are constants, that a run can hold by reference.

use proc_macro2::TokenTree;

/// Whether this is `HTTP.as_policy()`, a reference into a constant.
pub(crate) fn is_policy_of_constant(tokens: &[TokenTree]) -> bool {
    match tokens {
        [
            constant @ ..,
            TokenTree::Punct(dot),
            TokenTree::Ident(method),
            TokenTree::Group(arguments),
        ] => {
            dot.as_char() == '.'
                && method == "as_policy"
                && arguments.stream().is_empty()
                && is_constant(constant)
        }
        _ => false,
    }
}

/// Whether this is a `const` or `static` by name.
pub(crate) fn is_constant(tokens: &[TokenTree]) -> bool {
    let path = match tokens {
        [TokenTree::Punct(reference), path @ ..] if reference.as_char() == '&' => path,
        path => path,
    };
    let is_path = path.iter().all(|token| match token {
        TokenTree::Ident(segment) => segment != "Self",
        TokenTree::Punct(separator) => separator.as_char() == ':',
        _ => false,
    });
    let is_upper_case = matches!(path.last(), Some(TokenTree::Ident(last))
        if !last.to_string().chars().any(char::is_lowercase));
    is_path && is_upper_case
}
