use proc_macro2::{Ident, Literal, Span, TokenStream, TokenTree};
use quote::quote;
use syn::{
    Error, Result, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
};

use super::item::{Data, Field, Item, Member};
use crate::{
    args::{Errors, at_end, has_value, skip_to_comma},
    attrs::{Attr, Attrs},
    expand::krate,
    suggest::nearest,
    values::parse_path,
};

/// What a variant, or a struct, says about itself.
pub(super) enum Mark {
    Retry,
    /// The field that holds the delay.
    After(Member),
    /// Asks the error inside; where the word stands.
    Transparent(Span),
    Stop,
}

/// What is said about the whole type.
pub(super) struct Container {
    pub(super) krate: TokenStream,
    /// On a struct.
    pub(super) mark: Option<Mark>,
}

const OPTIONS: [&str; 3] = ["after", "transparent", "crate"];

/// One thing that an attribute says, and where.
enum Said {
    Mark(Span, Mark),
    Crate(Span, TokenStream),
}

impl Container {
    pub(super) fn read(item: &Item, errors: &mut Errors) -> Self {
        let mut given = None;
        let mut marks = Vec::new();
        for said in said(&item.attrs, errors) {
            match said {
                Said::Crate(span, _) if given.is_some() => {
                    errors.at(span, "`crate` is given twice");
                }
                Said::Crate(_, path) => given = Some(path),
                Said::Mark(span, mark) => marks.push((span, mark)),
            }
        }
        if let Data::Enum(_) = item.data {
            for (span, _) in marks.drain(..) {
                errors.at(
                    span,
                    "each variant of an enum has its own mark: write this on the variants; on the enum goes only `#[retry(crate = ..)]`",
                );
            }
        }
        Self {
            krate: krate(given.as_ref()),
            mark: only(marks, errors),
        }
    }
}

impl Mark {
    /// The mark of a variant.
    pub(super) fn read(attrs: &Attrs, errors: &mut Errors) -> Option<Self> {
        let mut marks = Vec::new();
        for said in said(attrs, errors) {
            match said {
                Said::Mark(span, mark) => marks.push((span, mark)),
                Said::Crate(span, _) => errors.at(
                    span,
                    "`crate` is about the whole type: write `#[retry(crate = ..)]` on the enum",
                ),
            }
        }
        only(marks, errors)
    }
}

/// A mark on a field would change nothing.
pub(super) fn refuse_on_field(field: &Field, errors: &mut Errors) {
    for attr in field.attrs.iter().filter(is_ours) {
        errors.at(
            attr.name.span(),
            "a field has no verdict: write this on the variant or the struct; a delay in this field is `#[retry(after = field)]`, an error in it `#[retry(transparent)]`",
        );
    }
}

fn is_ours(attr: &Attr<'_>) -> bool {
    attr.name == "retry" || attr.name == "no_retry"
}

fn only(marks: Vec<(Span, Mark)>, errors: &mut Errors) -> Option<Mark> {
    let mut marks = marks.into_iter();
    let (_, first) = marks.next()?;
    for (span, other) in marks {
        errors.at(span, contradiction(&first, &other));
    }
    Some(first)
}

fn contradiction(first: &Mark, other: &Mark) -> &'static str {
    match (first, other) {
        (Mark::Stop, Mark::Stop) => "`#[no_retry]` is given twice",
        (Mark::Stop, _) | (_, Mark::Stop) => {
            "`#[retry]` and `#[no_retry]` contradict each other: write one of the two"
        }
        (Mark::After(_), Mark::Transparent(_)) | (Mark::Transparent(_), Mark::After(_)) => {
            "`after` takes the delay from a field, `transparent` leaves the verdict to the error inside: write one of the two"
        }
        _ => "`#[retry]` is given twice: write one",
    }
}

/// All that the attributes of ours say, in order.
fn said(attrs: &Attrs, errors: &mut Errors) -> Vec<Said> {
    let mut all = Vec::new();
    for Attr { name, said, .. } in attrs.iter().filter(is_ours) {
        let span = name.span();
        let stops = name == "no_retry";
        match said.as_slice() {
            [] if stops => all.push(Said::Mark(span, Mark::Stop)),
            [] => all.push(Said::Mark(span, Mark::Retry)),
            said if stops => errors.push(Error::new_spanned(
                quote!(#name #(#said)*),
                "`#[no_retry]` takes no options: write it alone",
            )),
            [TokenTree::Group(list)] if list.stream().is_empty() => {
                all.push(Said::Mark(span, Mark::Retry));
            }
            [TokenTree::Group(list)] => read_options(list.stream(), &mut all, errors),
            said => errors.push(Error::new_spanned(
                quote!(#name #(#said)*),
                "expected `#[retry]`, `#[retry(after = field)]` or `#[retry(transparent)]`",
            )),
        }
    }
    all
}

fn read_options(tokens: TokenStream, all: &mut Vec<Said>, errors: &mut Errors) {
    let read = |input: ParseStream<'_>| {
        while !input.is_empty() {
            match option(input) {
                Ok(said) => all.push(said),
                Err(error) => {
                    errors.push(error);
                    skip_to_comma(input);
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    };
    if let Err(error) = read.parse2(tokens) {
        errors.push(error);
    }
}

fn option(input: ParseStream<'_>) -> Result<Said> {
    if !input.peek(Ident::peek_any) {
        return Err(input.error("expected `after = field` or `transparent`"));
    }
    let key = input.call(Ident::parse_any)?;
    let said = match key.to_string().as_str() {
        "after" => {
            let field = value(&key, input, "after = retry_after", member)?;
            Said::Mark(key.span(), Mark::After(field))
        }
        "transparent" => Said::Mark(key.span(), Mark::Transparent(key.span())),
        "crate" => {
            let path = value(&key, input, "crate = ::my_crate::retry_core", parse_path)?;
            Said::Crate(key.span(), path)
        }
        other => return Err(Error::new(key.span(), unknown(other))),
    };
    if at_end(input) {
        Ok(said)
    } else {
        Err(input.error("expected `,` or the end"))
    }
}

fn unknown(name: &str) -> String {
    match nearest(name, &OPTIONS) {
        Some(option) => format!("unknown option `{name}`; did you mean `{option}`?"),
        None => format!(
            "unknown option `{name}`; a variant says `after = field` or `transparent`, the type `crate = path`; how often and when to retry goes on the function"
        ),
    }
}

fn value<T>(
    key: &Ident,
    input: ParseStream<'_>,
    example: &str,
    parse: impl FnOnce(ParseStream<'_>) -> Result<T>,
) -> Result<T> {
    if has_value(input)? {
        return parse(input);
    }
    Err(Error::new(
        key.span(),
        format!("`{key}` has no value: write one, as in `{example}`"),
    ))
}

/// The name of a field, a keyword without its `r#` too, or its number.
fn member(input: ParseStream<'_>) -> Result<Member> {
    if input.peek(Ident::peek_any) {
        return input.call(Ident::parse_any).map(Member::Named);
    }
    let expected =
        "`after` takes the delay from a field: write its name, or its number as in `after = 0`";
    let number: Literal = input
        .parse()
        .map_err(|error| Error::new(error.span(), expected))?;
    if number
        .to_string()
        .chars()
        .all(|digit| digit.is_ascii_digit())
    {
        return Ok(Member::Unnamed(number));
    }
    Err(Error::new(number.span(), expected))
}
