use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Generics, Ident, Type, TypeParamBound, WherePredicate, parse_quote};

use crate::parse::CratePath;

/// The generics, with a bound for each inner error whose type depends on a type parameter: without it, that
/// type is not known to be `Retryable`.
pub(super) fn with_bounds(mut generics: Generics, asked: &[&Type], krate: &CratePath) -> Generics {
    for ty in asked {
        let depends = mentions_parameter(ty.to_token_stream(), &generics);
        if depends && !is_bounded(ty, &generics) {
            let bound = parse_quote!(#ty: #krate::Retryable);
            generics.make_where_clause().predicates.push(bound);
        }
    }
    generics
}

fn mentions_parameter(tokens: TokenStream, generics: &Generics) -> bool {
    let is_parameter = |word: &Ident| generics.type_params().any(|it| it.ident == *word);
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(word) => is_parameter(&word),
        TokenTree::Group(group) => mentions_parameter(group.stream(), generics),
        _ => false,
    })
}

/// Whether the user or an earlier field has already written the bound. clippy warns about repeated bounds.
fn is_bounded(ty: &Type, generics: &Generics) -> bool {
    let ty = text(ty);
    let by_declaration = generics
        .type_params()
        .any(|it| it.ident == ty && it.bounds.iter().any(names_retryable));
    let mut predicates = generics.where_clause.iter().flat_map(|it| &it.predicates);
    by_declaration
        || predicates.any(|predicate| match predicate {
            WherePredicate::Type(it) => {
                text(&it.bounded_ty) == ty && it.bounds.iter().any(names_retryable)
            }
            _ => false,
        })
}

fn names_retryable(bound: &TypeParamBound) -> bool {
    let TypeParamBound::Trait(bound) = bound else {
        return false;
    };
    let name = bound.path.segments.last();
    name.is_some_and(|name| name.ident == "Retryable")
}

/// The type as text, without the invisible groups that `macro_rules!` puts around `$t:ty`.
fn text(ty: &Type) -> String {
    flat(ty.to_token_stream()).to_string()
}

fn flat(tokens: TokenStream) -> TokenStream {
    let flat = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => flat(group.stream()),
        other => other.into(),
    });
    flat.collect()
}

#[cfg(test)]
mod tests {
    use proc_macro2::Group;
    use quote::quote;

    use super::*;

    fn assert_bounded(item: TokenStream, ty: TokenStream, expected: bool) {
        let text = item.to_string();
        let item: syn::ItemStruct = syn::parse2(item).unwrap();
        let ty: Type = syn::parse2(ty).unwrap();
        assert_eq!(is_bounded(&ty, &item.generics), expected, "{text}");
    }

    #[test]
    fn bounds_are_found() {
        for (item, ty, expected) in [
            ("struct A<T: Retryable>;", "T", true),
            ("struct A<T: Clone + ::a::Retryable + 'a>;", "T", true),
            ("struct A<T> where U: B, T: B + Retryable;", "T", true),
            ("struct A<T> where Vec<T>: Retryable;", "Vec<T>", true),
            ("struct A<T> where Vec<T>: Retryable;", "T", false),
            ("struct A<T: Clone>;", "T", false),
            ("struct A<T: Retryable::Other>;", "T", false),
            ("struct A<T: Other<Retryable> + Clone>;", "T", false),
            ("struct A<T: Iterator<Item: Retryable>>;", "T", false),
        ] {
            assert_bounded(item.parse().unwrap(), ty.parse().unwrap(), expected);
        }
    }

    #[test]
    fn bounds_that_macros_pass_on_are_found() {
        let group = |tokens| Group::new(Delimiter::None, tokens);
        let (ty, bound) = (group(quote!(Vec<T>)), group(quote!(a::Retryable)));
        assert_bounded(quote!(struct A<T> where #ty: #bound;), quote!(Vec<T>), true);
        assert_bounded(quote!(struct A<T> where Vec<T>: #bound;), quote!(#ty), true);
    }
}
