use proc_macro2::{Literal, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{Error, Lit, Result, Token, parse::ParseStream};

use crate::{args::at_end, value::Value};

/// The value of a duration key: a literal, known while expanding, or an expression of type
/// `Duration`.
pub(crate) enum DurationValue {
    Literal(DurationLiteral),
    Expr(Value),
}

/// `1.0`, `2`, `100ms`, `1.5s`: in nanoseconds, with the span of the literal.
#[derive(Clone, Copy)]
pub(crate) struct DurationLiteral {
    pub(crate) nanos: u128,
    span: Span,
}

/// The units and how many nanoseconds each has.
const UNITS: [(&str, u128); 6] = [
    ("ns", 1),
    ("us", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
];

/// What people write for a unit, and the unit.
const OTHER_NAMES: [(&[&str], &str); 6] = [
    (&["nano", "nanos", "nsec"], "ns"),
    (&["\u{b5}s", "\u{3bc}s", "usec", "micro", "micros"], "us"),
    (&["msec", "msecs", "milli", "millis"], "ms"),
    (&["sec", "secs", "second", "seconds"], "s"),
    (&["min", "mins", "minute", "minutes"], "m"),
    (&["hr", "hrs", "hour", "hours"], "h"),
];

impl DurationValue {
    pub(crate) fn parse(input: ParseStream<'_>) -> Result<Self> {
        if let Some(literal) = lone_number(input)? {
            return DurationLiteral::new(&literal).map(Self::Literal);
        }
        if input.peek(Lit) && !matches!(input.fork().parse()?, Lit::Int(_) | Lit::Float(_)) {
            return Err(input.error(
                "expected a duration: write `100ms`, `1.5s`, `5m`, or a number of seconds",
            ));
        }
        input.parse().map(Self::Expr)
    }

    pub(crate) fn literal(&self) -> Option<DurationLiteral> {
        match self {
            Self::Literal(literal) => Some(*literal),
            Self::Expr(_) => None,
        }
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

/// A number that is the whole value; a sign in front of one is an error here.
pub(crate) fn lone_number(input: ParseStream<'_>) -> Result<Option<Literal>> {
    let ahead = input.fork();
    let minus: Option<Token![-]> = ahead.parse()?;
    let Ok(literal) = ahead.parse::<Literal>() else {
        return Ok(None);
    };
    let is_number = literal
        .to_string()
        .starts_with(|first: char| first.is_ascii_digit());
    if !is_number || !at_end(&ahead) {
        return Ok(None);
    }
    if let Some(minus) = minus {
        return Err(Error::new(
            minus.span,
            "negative: write a number above zero",
        ));
    }
    input.parse().map(Some)
}

impl DurationLiteral {
    /// Reads a number with an optional unit, exactly: no detour over floating point.
    fn new(literal: &Literal) -> Result<Self> {
        let text = literal.to_string().replace('_', "");
        let refuse = |message: &str| Err(Error::new(literal.span(), message));
        if text.starts_with("0x") || text.starts_with("0o") || text.starts_with("0b") {
            return refuse("a duration is a decimal number: `16s`, not `0x10s`");
        }
        let (number, unit) = split_unit(&text);
        let scale = match UNITS.iter().find(|(name, _)| *name == unit) {
            Some((_, nanos)) => *nanos,
            None if unit.is_empty() => UNITS[3].1,
            None => return refuse(&unknown_unit(number, unit)),
        };
        match scaled(number, scale) {
            Some(nanos) if nanos / 1_000_000_000 <= u128::from(u64::MAX) => Ok(Self {
                nanos,
                span: literal.span(),
            }),
            _ => refuse("this duration is too long: the longest is 18446744073709551615 seconds"),
        }
    }
}

impl DurationLiteral {
    /// Seconds and nanoseconds, as arguments.
    pub(crate) fn parts(self) -> TokenStream {
        let seconds = u64::try_from(self.nanos / 1_000_000_000).unwrap_or(u64::MAX);
        let nanos = u32::try_from(self.nanos % 1_000_000_000).unwrap_or_default();
        quote_spanned!(self.span=> #seconds, #nanos)
    }
}

impl ToTokens for DurationLiteral {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let parts = self.parts();
        tokens.extend(quote_spanned!(self.span=> ::core::time::Duration::new(#parts)));
    }
}

/// Where the number ends: at the first letter that does not begin an exponent.
fn split_unit(text: &str) -> (&str, &str) {
    let end = text
        .char_indices()
        .find(|&(at, letter)| letter.is_alphabetic() && !begins_exponent(&text[at..]))
        .map_or(text.len(), |(at, _)| at);
    text.split_at(end)
}

fn begins_exponent(rest: &str) -> bool {
    let mut letters = rest.chars();
    matches!(letters.next(), Some('e' | 'E'))
        && matches!(letters.next(), Some('0'..='9' | '+' | '-'))
}

fn unknown_unit(number: &str, unit: &str) -> String {
    let known = "the units are `ns`, `us`, `ms`, `s`, `m`, `h`";
    if matches!(unit, "d" | "day" | "days") {
        return format!("unknown unit `{unit}`: write days in hours, `24h`; {known}");
    }
    match OTHER_NAMES.iter().find(|(names, _)| names.contains(&unit)) {
        Some((_, right)) => {
            format!("unknown unit `{unit}`: use `{right}`, as in `{number}{right}`")
        }
        None => format!("unknown unit `{unit}`: {known}"),
    }
}

/// `number · scale`, cut to a whole number; `None` where that is too large.
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
            (
                "18446744073709551615",
                18_446_744_073_709_551_615_000_000_000,
            ),
        ] {
            assert_eq!(nanos(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_not_decimal_is_refused() {
        for text in ["0x10s", "0x10d", "0b1", "0o7s", "0x1e3s"] {
            assert!(nanos(text).unwrap_err().contains("decimal"), "{text}");
        }
    }

    #[test]
    fn other_names_of_units_are_answered_with_the_unit() {
        for (text, right) in [
            ("5min", "`5m`"),
            ("250\u{b5}s", "`us`"),
            ("2hours", "`2h`"),
            ("3msec", "`3ms`"),
            ("1d", "`24h`"),
        ] {
            assert!(
                nanos(text).unwrap_err().contains(right),
                "{text}: {:?}",
                nanos(text)
            );
        }
        assert!(
            nanos("5parsec")
                .unwrap_err()
                .contains("`ns`, `us`, `ms`, `s`, `m`, `h`")
        );
    }

    #[test]
    fn too_long_is_refused() {
        for text in ["18446744073709551616", "1e30h", "1e999999999999999999"] {
            assert!(nanos(text).unwrap_err().contains("too long"), "{text}");
        }
    }
}
