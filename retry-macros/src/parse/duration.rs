use proc_macro2::{Literal, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{Expr, Lit, Result, parse::ParseStream};

use super::{
    key_value::Value,
    units::{NANOS_PER_SECOND, nanos_of},
    whole_value::take_number,
};
use crate::errors;

/// The value of a key that takes a duration.
pub(crate) enum DurationValue {
    /// Known while compiling.
    Literal(DurationLiteral),
    Expr(Expr),
}

/// A whole number without a unit that is longer may have been meant in milliseconds.
const LONGEST_WITHOUT_UNIT: u128 = 60 * NANOS_PER_SECOND;

/// `1.0`, `2`, `100ms`, `1m30s`: in nanoseconds, and where it is written.
#[derive(Clone, Copy)]
pub(crate) struct DurationLiteral {
    pub(crate) nanos: u128,
    span: Span,
}

impl DurationValue {
    pub(crate) fn literal(&self) -> Option<DurationLiteral> {
        match self {
            Self::Literal(literal) => Some(*literal),
            Self::Expr(_) => None,
        }
    }
}

impl Value for DurationValue {
    const KIND: &'static str = "a duration";

    fn parse_value(input: ParseStream<'_>) -> Result<Self> {
        if let Some(number) = take_number(input) {
            let literal = number.unsigned(errors::negative_duration)?;
            return DurationLiteral::new(&literal).map(Self::Literal);
        }
        if input.peek(Lit) && !matches!(input.fork().parse()?, Lit::Int(_) | Lit::Float(_)) {
            return Err(errors::not_a_duration(input.span()));
        }
        Expr::parse_value(input).map(Self::Expr)
    }
}

impl ToTokens for DurationValue {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Literal(literal) => literal.to_tokens(tokens),
            Self::Expr(expr) => expr.to_tokens(tokens),
        }
    }
}

impl DurationLiteral {
    /// Reads a number without a unit, or numbers with units. Exact: it is never a float in between.
    fn new(literal: &Literal) -> Result<Self> {
        let text = literal.to_string().replace('_', "");
        let span = literal.span();
        if ["0x", "0o", "0b"].iter().any(|base| text.starts_with(base)) {
            return Err(errors::duration_not_decimal(span));
        }
        let is_bare = text.bytes().all(|letter| letter.is_ascii_digit());
        let (mut rest, mut nanos) = (text.as_str(), 0_u128);
        while !rest.is_empty() {
            let (number, unit, next) = split_part(rest);
            if unit.is_empty() && rest.len() < text.len() {
                return Err(errors::no_unit_at_end(span, number));
            }
            nanos = scaled(number, nanos_of(unit, number, span)?)
                .and_then(|part| nanos.checked_add(part))
                .filter(|nanos| nanos / NANOS_PER_SECOND <= u128::from(u64::MAX))
                .ok_or_else(|| errors::duration_too_long(span))?;
            rest = next;
        }
        if is_bare && nanos > LONGEST_WITHOUT_UNIT {
            return Err(errors::no_unit(span, text));
        }
        Ok(Self { nanos, span })
    }

    /// Seconds and nanoseconds, as arguments.
    pub(crate) fn parts(self) -> TokenStream {
        let seconds = u64::try_from(self.nanos / NANOS_PER_SECOND).unwrap_or(u64::MAX);
        let nanos = u32::try_from(self.nanos % NANOS_PER_SECOND).unwrap_or_default();
        quote_spanned!(self.span=> #seconds, #nanos)
    }
}

impl ToTokens for DurationLiteral {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let parts = self.parts();
        tokens.extend(quote_spanned!(self.span=> ::core::time::Duration::new(#parts)));
    }
}

/// Splits off the first number, up to a letter that does not begin an exponent, and the letters of its unit.
fn split_part(text: &str) -> (&str, &str, &str) {
    let unit = text
        .char_indices()
        .find(|&(at, letter)| letter.is_alphabetic() && !begins_exponent(&text[at..]))
        .map_or(text.len(), |(at, _)| at);
    let (number, rest) = text.split_at(unit);
    let end = rest.find(|letter: char| letter.is_ascii_digit());
    let (unit, rest) = rest.split_at(end.unwrap_or(rest.len()));
    (number, unit, rest)
}

fn begins_exponent(rest: &str) -> bool {
    let mut letters = rest.chars();
    matches!(letters.next(), Some('e' | 'E'))
        && matches!(letters.next(), Some('0'..='9' | '+' | '-'))
}

/// `number · scale`, rounded down to a whole number; `None` if it does not fit.
fn scaled(number: &str, scale: u128) -> Option<u128> {
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return Some(0);
    }
    let places = i64::try_from(fraction.len()).ok()?;
    let exponent = exponent.parse::<i64>().ok()?.checked_sub(places)?;
    let value = digits.parse::<u128>().ok()?.checked_mul(scale)?;
    let power = u32::try_from(exponent.unsigned_abs())
        .ok()
        .and_then(|power| 10_u128.checked_pow(power));
    match (exponent < 0, power) {
        (true, power) => Some(power.map_or(0, |power| value / power)),
        (false, power) => value.checked_mul(power?),
    }
}
#[cfg(test)]
mod tests {
    use super::*;

    fn nanos(text: &str) -> std::result::Result<u128, String> {
        let literal: Literal = text.parse().unwrap();
        DurationLiteral::new(&literal)
            .map(|literal| literal.nanos)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn units_and_fractions_are_exact() {
        for (text, expected) in [
            ("1.0", 1_000_000_000),
            ("2", 2_000_000_000),
            ("50ns", 50),
            ("250us", 250_000),
            ("100ms", 100_000_000),
            ("1.5s", 1_500_000_000),
            ("5m", 300_000_000_000),
            ("2h", 7_200_000_000_000),
            ("1_000ms", 1_000_000_000),
            ("1e3ms", 1_000_000_000),
            ("1.5e-3s", 1_500_000),
            ("0.1", 100_000_000),
            ("0.0", 0),
            ("1e-30", 0),
            ("60", 60_000_000_000),
            ("100.0", 100_000_000_000),
            ("1d", 86_400_000_000_000),
            ("1m30s", 90_000_000_000),
            ("1.5h1e3ms20ns", 5_401_000_000_020),
            (
                "18446744073709551615s",
                u128::from(u64::MAX) * NANOS_PER_SECOND,
            ),
        ] {
            assert_eq!(nanos(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_refused_is_answered_with_what_to_write() {
        let rows: [(&[&str], &str); 9] = [
            (&["0x10s", "0x10d", "0b1", "0o7s", "0x1e3s"], "decimal"),
            (&["5min"], "`5m`"),
            (&["250\u{b5}s"], "`us`"),
            (&["2hours"], "`2h`"),
            (&["3msec", "3millis"], "`3ms`"),
            (&["2days"], "`2d`"),
            (&["1m3sec"], "`3s`"),
            (&["5parsec"], "`ns`, `us`, `ms`, `s`, `m`, `h`, `d`"),
            (
                &[
                    "18446744073709551616",
                    "1e30h",
                    "1e999999999999999999",
                    "18446744073709551615s1s",
                ],
                "too long",
            ),
        ];
        for (texts, answer) in rows {
            for text in texts {
                let message = nanos(text).unwrap_err();
                assert!(message.contains(answer), "{text}: {message}");
            }
        }
    }
}
