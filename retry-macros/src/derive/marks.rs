use proc_macro2::{Ident, Span};
use syn::{
    Attribute, Data, Error, Field, Index, Member, Meta, Result, ext::IdentExt as _,
    parse::ParseStream, spanned::Spanned as _,
};

use crate::{
    errors::{self, Errors},
    parse::{CratePath, KeyValue, Value, at_end, comma_separated, nearest_name},
};

/// The mark on a variant or on a struct.
pub(super) enum Mark {
    Retry,
    /// With the field that holds the delay.
    After(Member),
    /// With the place of the word.
    Transparent(Span),
    Stop,
}

/// What the attributes on the whole type say.
pub(super) struct TypeMark {
    pub(super) krate: CratePath,
    /// Only a struct has one.
    pub(super) mark: Option<Mark>,
}

const OPTIONS: [&str; 3] = ["after", "transparent", "crate"];

/// One item of an attribute, and its place.
enum MarkItem {
    Mark(Span, Mark),
    Crate(Span, CratePath),
}

impl TypeMark {
    pub(super) fn read(attrs: &[Attribute], data: &Data, errors: &mut Errors) -> Self {
        let mut given = None;
        let mut marks = Vec::new();
        for item in mark_items(attrs, errors) {
            match item {
                MarkItem::Crate(span, _) if given.is_some() => {
                    errors.push(errors::given_twice(span, "crate"));
                }
                MarkItem::Crate(_, path) => given = Some(path),
                MarkItem::Mark(span, _) if matches!(data, Data::Enum(_)) => {
                    errors.push(errors::mark_on_enum(span));
                }
                MarkItem::Mark(span, mark) => marks.push((span, mark)),
            }
        }
        Self {
            krate: given.unwrap_or_default(),
            mark: only(marks, errors),
        }
    }
}

impl Mark {
    /// The mark of a variant.
    pub(super) fn read(attrs: &[Attribute], errors: &mut Errors) -> Option<Self> {
        let mut marks = Vec::new();
        for item in mark_items(attrs, errors) {
            match item {
                MarkItem::Mark(span, mark) => marks.push((span, mark)),
                MarkItem::Crate(span, _) => errors.push(errors::crate_on_variant(span)),
            }
        }
        only(marks, errors)
    }
}

/// Refuses a mark on a field, where it would change nothing.
pub(super) fn refuse_on_field(field: &Field, errors: &mut Errors) {
    for attr in field.attrs.iter().filter(|attr| is_ours(attr)) {
        errors.push(errors::mark_on_field(attr.path().span()));
    }
}

fn is_ours(attr: &Attribute) -> bool {
    attr.path().is_ident("retry") || attr.path().is_ident("no_retry")
}

fn only(marks: Vec<(Span, Mark)>, errors: &mut Errors) -> Option<Mark> {
    let mut marks = marks.into_iter();
    let (_, first) = marks.next()?;
    for (span, other) in marks {
        errors.push(contradiction(&first, &other)(span));
    }
    Some(first)
}

fn contradiction(first: &Mark, other: &Mark) -> fn(Span) -> Error {
    match (first, other) {
        (Mark::Stop, Mark::Stop) => errors::no_retry_twice,
        (Mark::Stop, _) | (_, Mark::Stop) => errors::retry_and_no_retry,
        (Mark::After(_), Mark::Transparent(_)) | (Mark::Transparent(_), Mark::After(_)) => {
            errors::after_and_transparent
        }
        _ => errors::retry_twice,
    }
}

/// The items of all our attributes, in order.
fn mark_items(attrs: &[Attribute], errors: &mut Errors) -> Vec<MarkItem> {
    let mut all = Vec::new();
    for attr in attrs.iter().filter(|attr| is_ours(attr)) {
        let span = attr.path().span();
        match (&attr.meta, attr.path().is_ident("no_retry")) {
            (Meta::Path(_), true) => all.push(MarkItem::Mark(span, Mark::Stop)),
            (meta, true) => errors.push(spanned(meta, errors::no_retry_with_options)),
            (Meta::Path(_), false) => all.push(MarkItem::Mark(span, Mark::Retry)),
            (Meta::List(list), false) if list.tokens.is_empty() => {
                all.push(MarkItem::Mark(span, Mark::Retry));
            }
            (Meta::List(list), false) => {
                let options = list.tokens.clone();
                comma_separated(options, errors, |input| {
                    option(input).map(|item| all.push(item))
                });
            }
            (meta @ Meta::NameValue(_), false) => errors.push(spanned(meta, errors::not_a_mark)),
        }
    }
    all
}

/// Points at the whole attribute, from its first token to its last.
fn spanned(meta: &Meta, refusal: fn(Span) -> Error) -> Error {
    Error::new_spanned(meta, refusal(meta.span()))
}

fn option(input: ParseStream<'_>) -> Result<MarkItem> {
    if !input.peek(Ident::peek_any) {
        return Err(errors::not_an_option_of_a_mark(input.span()));
    }
    let key = input.call(Ident::parse_any)?;
    let span = key.span();
    match key.to_string().as_str() {
        "after" => {
            let field = KeyValue::parse_after(&key, "after = retry_after", input)?;
            Ok(MarkItem::Mark(span, Mark::After(field.value)))
        }
        "transparent" if at_end(input) => Ok(MarkItem::Mark(span, Mark::Transparent(span))),
        "transparent" => Err(errors::missing_comma(input.span())),
        "crate" => {
            let path = KeyValue::parse_after(&key, "crate = ::my_crate::retry_core", input)?;
            Ok(MarkItem::Crate(span, path.value))
        }
        other => Err(unknown(span, other)),
    }
}

fn unknown(at: Span, name: &str) -> Error {
    match nearest_name(name, &OPTIONS) {
        Some(option) => errors::misspelt_option(at, name, option),
        None => errors::unknown_option_of_a_mark(at, name),
    }
}

/// The name of a field, or its number. A keyword may be written without `r#`.
impl Value for Member {
    const KIND: &'static str = "a field";

    fn parse_value(input: ParseStream<'_>) -> Result<Self> {
        if input.peek(Ident::peek_any) {
            return input.call(Ident::parse_any).map(Self::Named);
        }
        let refused = |error: Error| errors::not_a_field(error.span());
        input.parse::<Index>().map(Self::Unnamed).map_err(refused)
    }
}
