use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput};

use super::{
    bounds::with_bounds,
    marks::{Mark, TypeMark},
    verdicts::Verdicts,
};
use crate::errors::{self, Errors};

/// Expands `#[derive(Retryable)]`.
///
/// All errors are reported together. The implementation is emitted next to them, so that a mistake in a
/// mark does not make every use of the trait an error too.
pub(crate) fn expand_derive(item: TokenStream) -> TokenStream {
    let DeriveInput {
        attrs,
        ident,
        generics,
        data,
        ..
    } = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Errors::default();
    let TypeMark { krate, mark } = TypeMark::read(&attrs, &data, &mut errors);
    let mut verdicts = Verdicts::default();
    match &data {
        Data::Struct(data) => verdicts.add(&quote!(Self), mark, &data.fields, &mut errors),
        Data::Enum(data) => {
            for variant in &data.variants {
                let mark = Mark::read(&variant.attrs, &mut errors);
                let name = &variant.ident;
                verdicts.add(&quote!(Self::#name), mark, &variant.fields, &mut errors);
            }
        }
        Data::Union(data) => errors.push(errors::derived_union(data.union_token.span)),
    }
    let generics = with_bounds(generics, &verdicts.asked, &krate);
    let (of_impl, of_type, bounds) = generics.split_for_impl();
    let body = verdicts.into_body(&data, &krate);
    quote! {
        #[automatically_derived]
        impl #of_impl #krate::Retryable for #ident #of_type #bounds {
            #[inline]
            fn verdict(&self) -> #krate::Verdict {
                #body
            }
        }
        #errors
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(item: &str) -> String {
        expand_derive(item.parse().unwrap())
            .to_string()
            .replace(' ', "")
    }

    #[test]
    fn bounds_are_asked_for_once_and_of_parameters_only() {
        for (item, is_asked) in [
            ("#[retry(transparent)] struct A<T>(T);", true),
            ("#[retry(transparent)] struct A<T>(Box<T>);", true),
            ("#[retry(transparent)] struct A<T: Retryable>(T);", false),
            ("#[retry(transparent)] struct A<T>(#[from] B, T);", false),
            ("#[retry] struct A<T>(T);", false),
        ] {
            let expanded = expanded(item);
            assert!(!expanded.contains("compile_error"), "{item}");
            assert_eq!(expanded.contains("where"), is_asked, "{item}");
        }
    }

    #[test]
    fn a_mark_without_options_is_one() {
        assert!(expanded("#[retry()] struct A;").contains("Verdict::Retry"));
    }
}
