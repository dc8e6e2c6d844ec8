//! `#[derive(Retryable)]`: what the marks on an error type say, and the `match` that says it.

mod generics;
mod item;
mod marks;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::Error;

use self::{
    generics::Generics,
    item::{Data, Field, Item, Member},
    marks::{Container, Mark, refuse_on_field},
};
use crate::{args::Errors, place::Place, suggest::nearest, tokens::any_word};

/// Expands `#[derive(Retryable)]`.
///
/// All errors are reported together, and the implementation is emitted beside them, so that a mistake
/// in a mark does not make every use of the trait an error too.
pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let Some(item) = Item::read(item) else {
        return TokenStream::new();
    };
    let mut errors = Errors::default();
    let Container { krate, mark } = Container::read(&item, &mut errors);
    let mut arms = Arms::default();
    match &item.data {
        Data::Struct(fields) => arms.add(&quote!(Self), mark, fields, &mut errors),
        Data::Enum(variants) => {
            for variant in variants {
                let mark = Mark::read(&variant.attrs, &mut errors);
                let name = &variant.name;
                arms.add(&quote!(Self::#name), mark, &variant.fields, &mut errors);
            }
        }
        Data::Union(keyword) => errors.at(
            *keyword,
            "`Retryable` cannot be derived for a union, of which nobody knows the field that holds: write `impl Retryable` yourself",
        ),
    }
    let mut tokens = implementation(item, &krate, arms);
    if let Some(error) = errors.0 {
        tokens.extend(error.to_compile_error());
    }
    tokens
}

fn implementation(item: Item, krate: &TokenStream, arms: Arms) -> TokenStream {
    let Item {
        name,
        mut generics,
        data,
        ..
    } = item;
    ask_for_bounds(&mut generics, &arms.asked, krate);
    let (of_impl, of_type, clause) = (generics.of_impl(), generics.of_type(), generics.clause());
    let body = arms.into_body(&data, krate);
    quote! {
        #[automatically_derived]
        impl #of_impl #krate::Retryable for #name #of_type #clause {
            #[inline]
            fn verdict(&self) -> #krate::Verdict {
                #body
            }
        }
    }
}

/// An inner error whose type names a parameter is only known to be `Retryable` by a bound. Where the
/// user, or the field before, has said so already there is none: clippy points at what is written twice.
fn ask_for_bounds(generics: &mut Generics, asked: &[Vec<TokenTree>], krate: &TokenStream) {
    for ty in asked {
        let depends = any_word(ty, &|word| generics.declares(word));
        if depends && !generics.bound(ty, "Retryable") {
            generics.ask(quote!(#(#ty)*: #krate::Retryable));
        }
    }
}

/// The patterns of one verdict stand in one arm: `match_same_arms` would point at several.
#[derive(Default)]
struct Arms {
    retry: Vec<TokenStream>,
    stop: Vec<TokenStream>,
    /// Pattern, and what is bound in it to what end.
    bound: Vec<(TokenStream, Use)>,
    /// The types of the inner errors that are asked.
    asked: Vec<Vec<TokenTree>>,
}

/// What becomes of a bound field, at the place of its type.
enum Use {
    After(Place),
    Ask(Place),
}

impl Arms {
    fn add(
        &mut self,
        path: &TokenStream,
        mark: Option<Mark>,
        fields: &[Field],
        errors: &mut Errors,
    ) {
        for field in fields {
            refuse_on_field(field, errors);
        }
        let all = quote!(#path { .. });
        let bound = match mark {
            None | Some(Mark::Stop) => return self.stop.push(all),
            Some(Mark::Retry) => return self.retry.push(all),
            Some(Mark::After(name)) => {
                find(&name, fields).map(|field| (field, Use::After(place(&field.ty))))
            }
            Some(Mark::Transparent(span)) => inner(span, fields).map(|field| {
                self.asked.push(field.ty.clone());
                (field, Use::Ask(place(&field.ty)))
            }),
        };
        match bound {
            Ok((field, used)) => {
                let member = &field.member;
                let binding = binding(Place::of(Span::mixed_site()));
                self.bound
                    .push((quote!(#path { #member: #binding, .. }), used));
            }
            Err(error) => {
                errors.push(error);
                self.stop.push(all);
            }
        }
    }

    fn into_body(self, data: &Data, krate: &TokenStream) -> TokenStream {
        let Self {
            retry, stop, bound, ..
        } = self;
        let verdict = |used: &Use| {
            let (Use::After(place) | Use::Ask(place)) = *used;
            let krate = place.at(krate);
            let binding = binding(place);
            match used {
                Use::After(_) => {
                    quote_spanned!(place.span()=> #krate::__private::Hint::verdict(*#binding))
                }
                Use::Ask(_) => quote_spanned!(place.span()=> #krate::Retryable::verdict(#binding)),
            }
        };
        match data {
            Data::Enum(variants) if variants.is_empty() => return quote!(match *self {}),
            Data::Enum(_) => {}
            Data::Struct(_) | Data::Union(_) => {
                return match (bound.first(), retry.is_empty()) {
                    (Some((pattern, used)), _) => {
                        let verdict = verdict(used);
                        quote!(let #pattern = self; #verdict)
                    }
                    (None, false) => quote!(#krate::Verdict::Retry),
                    (None, true) => quote!(#krate::Verdict::Stop),
                };
            }
        }
        // Without fields to read there is nothing to bind, and a lone arm would be no `match`.
        if bound.is_empty() && stop.is_empty() {
            return quote!(#krate::Verdict::Retry);
        }
        if bound.is_empty() && retry.is_empty() {
            return quote!(#krate::Verdict::Stop);
        }
        let bound = bound.iter().map(|(pattern, used)| {
            let verdict = verdict(used);
            quote!(#pattern => #verdict,)
        });
        let retry = (!retry.is_empty()).then(|| quote!(#(#retry)|* => #krate::Verdict::Retry,));
        let stop = (!stop.is_empty()).then(|| quote!(#(#stop)|* => #krate::Verdict::Stop,));
        quote!(match self { #(#bound)* #retry #stop })
    }
}

/// A name that no constant of the user's has: in a pattern it would be compared, not bound.
fn binding(place: Place) -> Ident {
    place.variable("__retryable_field")
}

/// Where the user wrote the type.
fn place(ty: &[TokenTree]) -> Place {
    Place::of(ty.first().map_or_else(Span::call_site, TokenTree::span))
}

/// The field that `after` names.
fn find<'a>(name: &Member, fields: &'a [Field]) -> Result<&'a Field, Error> {
    let wanted = name.plain();
    fields
        .iter()
        .find(|field| field.member.plain() == wanted)
        .ok_or_else(|| Error::new(name.span(), no_such_field(&wanted, fields)))
}

fn no_such_field(wanted: &str, fields: &[Field]) -> String {
    let names: Vec<String> = fields.iter().map(|field| field.member.plain()).collect();
    if names.is_empty() {
        return format!(
            "there is no field `{wanted}`, nor any other: give it one of type `Duration` or `Option<Duration>`, or write `#[retry]`"
        );
    }
    let listed: Vec<&str> = names.iter().map(String::as_str).collect();
    match (nearest(wanted, &listed), &fields[0].member) {
        (Some(name), Member::Named(_)) => {
            format!("there is no field `{wanted}`; did you mean `after = {name}`?")
        }
        _ => format!(
            "there is no field `{wanted}`; write `after = ` and one of `{}`",
            listed.join("`, `")
        ),
    }
}

/// The field with the error inside: the marked one, the one named `source`, or the only one.
fn inner(span: Span, fields: &[Field]) -> Result<&Field, Error> {
    let marked: Vec<&Field> = fields.iter().filter(|field| is_marked(field)).collect();
    let source = |field: &&Field| field.member.plain() == "source";
    let message = match (marked.as_slice(), fields) {
        ([marked], _) => return Ok(marked),
        ([], [only]) => return Ok(only),
        ([], []) => {
            "`transparent` asks the error inside, and there is no field: give it one, or write `#[retry]` or `#[no_retry]`"
        }
        ([], several) => match several.iter().find(source) {
            Some(source) => return Ok(source),
            None => {
                "`transparent` asks the error inside, and there are several fields: mark the one that is asked with `#[source]`"
            }
        },
        _ => {
            "`transparent` asks one error inside, and several are marked: leave `#[source]` or `#[from]` on one field"
        }
    };
    Err(Error::new(span, message))
}

fn is_marked(field: &Field) -> bool {
    let mut attrs = field.attrs.iter();
    attrs.any(|attr| attr.name == "source" || attr.name == "from")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(item: &str) -> String {
        expand(item.parse().unwrap()).to_string().replace(' ', "")
    }

    #[test]
    fn bounds_are_asked_for_once_and_of_parameters_only() {
        for (item, is_asked) in [
            ("#[retry(transparent)] struct A<T>(T);", true),
            ("#[retry(transparent)] struct A<T>(Box<T>);", true),
            ("#[retry(transparent)] struct A<T: Retryable>(T);", false),
            (
                "#[retry(transparent)] struct A<T>(#[from] io::Error, T);",
                false,
            ),
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
