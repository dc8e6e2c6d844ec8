use proc_macro2::{TokenStream, TokenTree};
use quote::quote_spanned;

use super::operation::Operation;

/// Whether the core has events, which show the error of an operation.
const HAS_EVENTS: bool = cfg!(feature = "tracing");

/// How events show the error: with its text, if it implements `Display`. The compiler chooses by its type, so
/// that has to be known: a block without a type shows none, and neither does a return type with an `impl`.
pub(crate) fn error_view(operation: &Operation) -> Option<TokenStream> {
    let outcome = operation.returns.as_ref().filter(|_| HAS_EVENTS)?;
    if is_inferred(outcome) {
        return None;
    }
    let (krate, place) = (&operation.krate, operation.declared);
    let outcome = place.at(outcome);
    Some(quote_spanned! {place.span()=> {
        #[allow(unused_imports)]
        use #krate::__private::HidesError as _;
        #krate::__private::ErrorOf::<#outcome>::NEW.view()
    }})
}

/// Whether a part of the type is `_`, which stands for each `impl` too. A lifetime `'_` does not count.
fn is_inferred(outcome: &TokenStream) -> bool {
    let mut is_lifetime = false;
    outcome.clone().into_iter().any(|token| {
        let follows_quote = is_lifetime;
        is_lifetime = matches!(&token, TokenTree::Punct(mark) if mark.as_char() == '\'');
        match token {
            TokenTree::Ident(name) => name == "_" && !follows_quote,
            TokenTree::Group(group) => is_inferred(&group.stream()),
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_inferred_if_it_has_a_placeholder_anywhere() {
        for (outcome, expected) in [
            ("Result<Page, Error>", false),
            ("Result<Cow<'_, str>, Error<'_>>", false),
            ("Result<_, Error>", true),
            ("Result<(u8, [_; 2]), Error>", true),
            ("_", true),
        ] {
            assert_eq!(
                is_inferred(&outcome.parse().unwrap()),
                expected,
                "{outcome}"
            );
        }
    }
}
