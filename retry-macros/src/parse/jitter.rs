use proc_macro2::{Ident, Literal};
use syn::{Expr, Result, ext::IdentExt as _, parse::ParseStream};

use super::{
    key_value::Value,
    nearest_name::nearest_name,
    whole_value::{peek_word, take_number},
};
use crate::errors;

/// The value of `jitter`.
pub(crate) enum JitterValue {
    /// A variant of `Jitter` without a value.
    Kind(Ident),
    Ratio(Literal),
    Expr(Expr),
}

/// What the attribute calls the variants of `Jitter`.
const KINDS: [(&str, &str); 4] = [
    ("full", "Full"),
    ("equal", "Equal"),
    ("decorrelated", "Decorrelated"),
    ("none", "None"),
];

impl Value for JitterValue {
    const KIND: &'static str = "a kind of jitter";

    fn parse_value(input: ParseStream<'_>) -> Result<Self> {
        if let Some(number) = take_number(input) {
            let ratio = number.float(errors::not_a_jitter)?;
            return if ratio.value > 0.0 && ratio.value <= 1.0 {
                Ok(Self::Ratio(ratio.literal()))
            } else {
                Err(errors::ratio_out_of_range(ratio.span))
            };
        }
        let Some(word) = peek_word(input) else {
            return Expr::parse_value(input).map(Self::Expr);
        };
        let name = word.to_string();
        if let Some((_, variant)) = KINDS.iter().find(|(kind, _)| *kind == name) {
            input.call(Ident::parse_any)?;
            return Ok(Self::Kind(Ident::new(variant, word.span())));
        }
        if name == "false" || name == "true" {
            let kind = if name == "true" { "full" } else { "none" };
            return Err(errors::jitter_switch(word.span(), kind));
        }
        match nearest_name(&name, &KINDS.map(|(kind, _)| kind)) {
            Some(nearest) => Err(errors::misspelt_jitter(word.span(), name, nearest)),
            None => Expr::parse_value(input).map(Self::Expr),
        }
    }
}
