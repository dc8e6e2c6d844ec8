//! `#[derive(Retryable)]`: what the marks on an error type say, and the `match` that says it.

mod marks;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{
    Data, DeriveInput, Error, Field, Fields, Generics, Index, Member, Path, Type, TypeParamBound,
    WherePredicate, ext::IdentExt, spanned::Spanned,
};

use self::marks::{Container, Mark, refuse_on_field};
use crate::{args::Errors, place::Place, suggest::nearest, tokens::any_word};

/// Expands `#[derive(Retryable)]`.
///
/// All errors are reported together, and the implementation is emitted beside them, so that a mistake
/// in a mark does not make every use of the trait an error too.
pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Errors::default();
    let Container { krate, mark } = Container::read(&input, &mut errors);
    let mut arms = Arms::default();
    match &input.data {
        Data::Struct(data) => arms.add(&quote!(Self), mark, &data.fields, &mut errors),
        Data::Enum(data) => {
            for variant in &data.variants {
                let mark = Mark::read(&variant.attrs, &mut errors);
                let name = &variant.ident;
                arms.add(&quote!(Self::#name), mark, &variant.fields, &mut errors);
            }
        }
        Data::Union(data) => errors.at(
            data.union_token.span,
            "`Retryable` cannot be derived for a union, of which nobody knows the field that holds: write `impl Retryable` yourself",
        ),
    }
    let mut tokens = implementation(&input, &krate, arms);
    if let Some(error) = errors.0 {
        tokens.extend(error.to_compile_error());
    }
    tokens
}

fn implementation(input: &DeriveInput, krate: &Path, arms: Arms) -> TokenStream {
    let name = &input.ident;
    let generics = with_bounds(input.generics.clone(), &arms.asked, krate);
    let (of_impl, of_type, bounds) = generics.split_for_impl();
    let body = arms.into_body(&input.data, krate);
    quote! {
        #[automatically_derived]
        impl #of_impl #krate::Retryable for #name #of_type #bounds {
            #[inline]
            fn verdict(&self) -> #krate::Verdict {
                #body
            }
        }
    }
}

/// An inner error whose type names a parameter is only known to be `Retryable` by a bound.
fn with_bounds(mut generics: Generics, asked: &[Type], krate: &Path) -> Generics {
    let parameters: Vec<Ident> = generics.type_params().map(|it| it.ident.clone()).collect();
    for ty in asked {
        let depends = any_word(ty.to_token_stream(), &|word| parameters.contains(word));
        if depends && !is_bounded(&generics, ty) {
            let bound = syn::parse_quote!(#ty: #krate::Retryable);
            generics.make_where_clause().predicates.push(bound);
        }
    }
    generics
}

/// Whether the user, or the field before, has said so already: clippy points at a bound that is
/// written twice.
fn is_bounded(generics: &Generics, ty: &Type) -> bool {
    let ty = ty.to_token_stream().to_string();
    let by_parameter = generics
        .type_params()
        .any(|it| it.ident == ty && it.bounds.iter().any(is_retryable));
    let predicates = generics.where_clause.iter().flat_map(|it| &it.predicates);
    by_parameter
        || predicates.into_iter().any(|predicate| match predicate {
            WherePredicate::Type(it) => {
                ty == it.bounded_ty.to_token_stream().to_string()
                    && it.bounds.iter().any(is_retryable)
            }
            _ => false,
        })
}

fn is_retryable(bound: &TypeParamBound) -> bool {
    let TypeParamBound::Trait(bound) = bound else {
        return false;
    };
    let name = bound.path.segments.last();
    name.is_some_and(|name| name.ident == "Retryable")
}

/// The patterns of one verdict stand in one arm: `match_same_arms` would point at several.
#[derive(Default)]
struct Arms {
    retry: Vec<TokenStream>,
    stop: Vec<TokenStream>,
    /// Pattern, and what is bound in it to what end.
    bound: Vec<(TokenStream, Use)>,
    /// The types of the inner errors that are asked.
    asked: Vec<Type>,
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
        fields: &Fields,
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
                find(&name, fields).map(|(member, field)| (member, Use::After(place(&field.ty))))
            }
            Some(Mark::Transparent(span)) => inner(span, fields).map(|(member, field)| {
                self.asked.push(field.ty.clone());
                (member, Use::Ask(place(&field.ty)))
            }),
        };
        match bound {
            Ok((member, used)) => {
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

    fn into_body(self, data: &Data, krate: &Path) -> TokenStream {
        let Self {
            retry, stop, bound, ..
        } = self;
        let verdict = |used: &Use| {
            let (Use::After(place) | Use::Ask(place)) = *used;
            let krate = place.at(krate);
            let binding = binding(place);
            match used {
                Use::After(_) => {
                    quote_spanned!(place.span()=> #krate::attribute::Hint::verdict(*#binding))
                }
                Use::Ask(_) => quote_spanned!(place.span()=> #krate::Retryable::verdict(#binding)),
            }
        };
        match data {
            Data::Enum(data) if data.variants.is_empty() => return quote!(match *self {}),
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
fn place(ty: &Type) -> Place {
    Place::of(ty.span())
}

fn members(fields: &Fields) -> impl Iterator<Item = (Member, &Field)> {
    fields.members().zip(fields)
}

/// The field that `after` names.
fn find<'a>(name: &Member, fields: &'a Fields) -> Result<(Member, &'a Field), Error> {
    let wanted = plain(name);
    members(fields)
        .find(|(member, _)| plain(member) == wanted)
        .ok_or_else(|| Error::new(name.span(), no_such_field(&wanted, fields)))
}

/// Without `r#`, which nobody has to write here.
fn plain(member: &Member) -> String {
    match member {
        Member::Named(name) => name.unraw().to_string(),
        Member::Unnamed(Index { index, .. }) => index.to_string(),
    }
}

fn no_such_field(wanted: &str, fields: &Fields) -> String {
    let names: Vec<String> = members(fields).map(|(member, _)| plain(&member)).collect();
    if names.is_empty() {
        return format!(
            "there is no field `{wanted}`, nor any other: give it one of type `Duration` or `Option<Duration>`, or write `#[retry]`"
        );
    }
    let listed: Vec<&str> = names.iter().map(String::as_str).collect();
    match (nearest(wanted, &listed), fields) {
        (Some(name), Fields::Named(_)) => {
            format!("there is no field `{wanted}`; did you mean `after = {name}`?")
        }
        _ => format!(
            "there is no field `{wanted}`; write `after = ` and one of `{}`",
            listed.join("`, `")
        ),
    }
}

/// The field with the error inside: the marked one, the one named `source`, or the only one.
fn inner(span: Span, fields: &Fields) -> Result<(Member, &Field), Error> {
    let marked: Vec<(Member, &Field)> = members(fields).filter(|(_, it)| is_marked(it)).collect();
    let message = match marked.as_slice() {
        [only] => return Ok(only.clone()),
        [] => {
            if let [only] = members(fields).collect::<Vec<_>>().as_slice() {
                return Ok(only.clone());
            }
            if let Some(source) = members(fields).find(|(member, _)| plain(member) == "source") {
                return Ok(source);
            }
            if fields.is_empty() {
                "`transparent` asks the error inside, and there is no field: give it one, or write `#[retry]` or `#[no_retry]`"
            } else {
                "`transparent` asks the error inside, and there are several fields: mark the one that is asked with `#[source]`"
            }
        }
        _ => {
            "`transparent` asks one error inside, and several are marked: leave `#[source]` or `#[from]` on one field"
        }
    };
    Err(Error::new(span, message))
}

fn is_marked(field: &Field) -> bool {
    let marks = |name| field.attrs.iter().any(|it| it.path().is_ident(name));
    marks("source") || marks("from")
}
