use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Data, Fields, Type, spanned::Spanned as _};

use super::{
    fields::NamedField,
    marks::{Mark, refuse_on_field},
};
use crate::{errors::Errors, expand::Place, parse::CratePath};

/// The verdicts of all variants, or of the struct. Patterns with the same verdict share an arm, as clippy's
/// `match_same_arms` wants it.
#[derive(Default)]
pub(super) struct Verdicts<'a> {
    retry: Vec<TokenStream>,
    stop: Vec<TokenStream>,
    /// A pattern, and how the verdict comes from the field that it binds.
    bound: Vec<(TokenStream, FieldUse)>,
    /// The types of the inner errors that have to be `Retryable`.
    pub(super) asked: Vec<&'a Type>,
}

/// How a verdict comes from a field, and the place of its type.
enum FieldUse {
    Delay(Place),
    Verdict(Place),
}

impl<'a> Verdicts<'a> {
    /// Adds the variant or the struct `path`, with its mark and its fields.
    pub(super) fn add(
        &mut self,
        path: &TokenStream,
        mark: Option<Mark>,
        fields: &'a Fields,
        errors: &mut Errors,
    ) {
        for field in fields {
            refuse_on_field(field, errors);
        }
        let all = quote!(#path { .. });
        let place = |it: &NamedField<'_>| Place::of(it.field.ty.span());
        let bound = match mark {
            None | Some(Mark::Stop) => return self.stop.push(all),
            Some(Mark::Retry) => return self.retry.push(all),
            Some(Mark::After(name)) => NamedField::of_delay(&name, fields).map(|it| {
                let used = FieldUse::Delay(place(&it));
                (it, used)
            }),
            Some(Mark::Transparent(at)) => NamedField::of_error(at, fields).map(|it| {
                self.asked.push(&it.field.ty);
                let used = FieldUse::Verdict(place(&it));
                (it, used)
            }),
        };
        match errors.take(bound) {
            Some((NamedField { member, .. }, used)) => {
                let binding = binding(Place::of(Span::mixed_site()));
                let pattern = quote!(#path { #member: #binding, .. });
                self.bound.push((pattern, used));
            }
            None => self.stop.push(all),
        }
    }

    /// The body of `verdict`.
    pub(super) fn into_body(self, data: &Data, krate: &CratePath) -> TokenStream {
        let Self {
            retry, stop, bound, ..
        } = self;
        let is_enum = match data {
            Data::Enum(data) if data.variants.is_empty() => return quote!(match *self {}),
            Data::Enum(_) => true,
            Data::Struct(_) | Data::Union(_) => false,
        };
        // If all have the same verdict, no `match` is needed.
        match (bound.as_slice(), retry.is_empty(), stop.is_empty()) {
            ([], true, _) => return quote!(#krate::Verdict::Stop),
            ([], _, true) => return quote!(#krate::Verdict::Retry),
            ([(pattern, used)], ..) if !is_enum => {
                let verdict = used.verdict(krate);
                return quote!(let #pattern = self; #verdict);
            }
            _ => {}
        }
        let bound = bound.iter().map(|(pattern, used)| {
            let verdict = used.verdict(krate);
            quote!(#pattern => #verdict,)
        });
        let retry = (!retry.is_empty()).then(|| quote!(#(#retry)|* => #krate::Verdict::Retry,));
        let stop = (!stop.is_empty()).then(|| quote!(#(#stop)|* => #krate::Verdict::Stop,));
        quote!(match self { #(#bound)* #retry #stop })
    }
}

impl FieldUse {
    fn verdict(&self, krate: &CratePath) -> TokenStream {
        let (Self::Delay(place) | Self::Verdict(place)) = *self;
        let (krate, binding) = (place.at(krate), binding(place));
        match self {
            Self::Delay(_) => {
                quote_spanned!(place.span()=> #krate::__private::Hint::verdict(*#binding))
            }
            Self::Verdict(_) => quote_spanned!(place.span()=> #krate::Retryable::verdict(#binding)),
        }
    }
}

/// A name that no constant of the user has: a pattern would compare with the constant instead of binding.
fn binding(place: Place) -> Ident {
    place.variable("__retryable_field")
}
