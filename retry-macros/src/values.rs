use proc_macro2::{Ident, Literal, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{Error, LitStr, Result, Token, ext::IdentExt, parse::ParseStream};

use crate::{
    args::at_end,
    duration::{DurationValue, lone_number},
    suggest::nearest,
    value::Value,
};

pub(crate) enum Attempts {
    Number(u32),
    Unlimited,
    Expr(Value),
}

pub(crate) enum Number {
    Literal(Literal),
    Expr(Value),
}

pub(crate) enum JitterValue {
    /// A variant of `Jitter` without a value.
    Kind(Ident),
    Ratio(Literal),
    Expr(Value),
}

pub(crate) enum Timeout {
    Remaining,
    Duration(DurationValue),
}

/// An identifier that is the whole value.
fn lone_ident(input: ParseStream<'_>) -> Option<Ident> {
    let ahead = input.fork();
    let name = ahead.call(Ident::parse_any).ok()?;
    at_end(&ahead).then_some(name)
}

pub(crate) fn parse_attempts(input: ParseStream<'_>) -> Result<Attempts> {
    if let Some(name) = lone_ident(input).filter(|name| name == "unlimited") {
        input.call(Ident::parse_any)?;
        drop(name);
        return Ok(Attempts::Unlimited);
    }
    let expected =
        "expected a whole number, 1 or more, `unlimited`, or an expression of type `u32`";
    let ahead = input.fork();
    let Some(literal) = lone_number(input).map_err(|error| Error::new(error.span(), expected))?
    else {
        return match ahead.parse::<syn::Lit>() {
            Ok(literal) if at_end(&ahead) => Err(Error::new(literal.span(), expected)),
            _ => input.parse().map(Attempts::Expr),
        };
    };
    let whole: syn::LitInt =
        syn::parse_str(&literal.to_string()).map_err(|_| Error::new(literal.span(), expected))?;
    match (whole.suffix(), whole.base10_parse::<u64>()) {
        ("" | "u32", Ok(0)) => Err(Error::new(
            literal.span(),
            "at least one attempt is made: write 1 or more, the first included",
        )),
        ("" | "u32", Ok(number)) => u32::try_from(number)
            .ok()
            .filter(|number| *number != u32::MAX)
            .map(Attempts::Number)
            .ok_or_else(|| Error::new(literal.span(), "too many attempts: write `unlimited`")),
        _ => Err(Error::new(literal.span(), expected)),
    }
}

/// A number without a unit, and the literal that says it as an `f64` in the same place.
fn plain_number(literal: &Literal, expected: &str) -> Result<(f64, Literal)> {
    let refused = || Error::new(literal.span(), expected);
    let value: f64 = literal
        .to_string()
        .replace('_', "")
        .parse()
        .map_err(|_| refused())?;
    if !value.is_finite() {
        return Err(refused());
    }
    let mut written = Literal::f64_suffixed(value);
    written.set_span(literal.span());
    Ok((value, written))
}

pub(crate) fn parse_factor(input: ParseStream<'_>) -> Result<Number> {
    let expected = "expected a number above 0, or an expression of type `f64`";
    let Some(literal) = lone_number(input).map_err(|error| Error::new(error.span(), expected))?
    else {
        return input.parse().map(Number::Expr);
    };
    let (value, written) = plain_number(&literal, expected)?;
    if value > 0.0 {
        Ok(Number::Literal(written))
    } else {
        Err(Error::new(
            literal.span(),
            "a factor is a finite number above 0",
        ))
    }
}

pub(crate) fn parse_jitter(input: ParseStream<'_>) -> Result<JitterValue> {
    let expected = "expected `full`, `equal`, `decorrelated`, `none`, a ratio above 0 and at most 1, or an expression of type `Jitter`";
    if let Some(literal) = lone_number(input).map_err(|error| Error::new(error.span(), expected))? {
        let (value, written) = plain_number(&literal, expected)?;
        return if value > 0.0 && value <= 1.0 {
            Ok(JitterValue::Ratio(written))
        } else {
            Err(Error::new(
                literal.span(),
                "a ratio is above 0 and at most 1; for no jitter write `none`",
            ))
        };
    }
    let Some(name) = lone_ident(input) else {
        return input.parse().map(JitterValue::Expr);
    };
    let variant = match name.to_string().as_str() {
        "full" => "Full",
        "equal" => "Equal",
        "decorrelated" => "Decorrelated",
        "none" => "None",
        other => {
            return match nearest(other, &["full", "equal", "decorrelated", "none"]) {
                Some(kind) => Err(Error::new(
                    name.span(),
                    format!("unknown jitter `{other}`; did you mean `{kind}`?"),
                )),
                None => input.parse().map(JitterValue::Expr),
            };
        }
    };
    input.call(Ident::parse_any)?;
    Ok(JitterValue::Kind(Ident::new(variant, name.span())))
}

pub(crate) fn parse_timeout(input: ParseStream<'_>) -> Result<Timeout> {
    match lone_ident(input) {
        Some(name) if name == "remaining" => {
            input.call(Ident::parse_any)?;
            Ok(Timeout::Remaining)
        }
        _ => DurationValue::parse(input).map(Timeout::Duration),
    }
}

pub(crate) fn parse_string(input: ParseStream<'_>) -> Result<LitStr> {
    input
        .parse()
        .map_err(|error| Error::new(error.span(), "expected a string, as in `name = \"fetch\"`"))
}

pub(crate) fn parse_path(input: ParseStream<'_>) -> Result<TokenStream> {
    let expected = "expected a path, as in `::my_crate::retry_core`";
    let mut path = TokenStream::new();
    loop {
        let separator: Option<Token![::]> = input.parse()?;
        let is_first = path.is_empty();
        separator.to_tokens(&mut path);
        if separator.is_none() && !is_first {
            return Ok(path);
        }
        match input.parse()? {
            TokenTree::Ident(segment) => segment.to_tokens(&mut path),
            other => return Err(Error::new(other.span(), expected)),
        }
    }
}

#[cfg(test)]
mod tests {
    use syn::parse::Parser as _;

    use super::*;

    #[test]
    fn words_stand_for_themselves_only_alone() {
        let is_kind = |text: &str| {
            let value = parse_jitter.parse_str(text).unwrap();
            matches!(value, JitterValue::Kind(_))
        };
        assert!(is_kind("full"));
        assert!(!is_kind("full()"));
        assert!(!is_kind("self.jitter"));
        let is_unlimited = |text: &str| {
            let value = parse_attempts.parse_str(text).unwrap();
            matches!(value, Attempts::Unlimited)
        };
        assert!(is_unlimited("unlimited"));
        assert!(!is_unlimited("unlimited.get()"));
    }

    #[test]
    fn paths_of_every_form_are_read() {
        for path in ["a", "a::b", "::a", "::a::b", "crate", "self::a"] {
            let read = parse_path.parse_str(path).unwrap().to_string();
            assert_eq!(read.replace(' ', ""), path);
        }
        assert!(parse_path.parse_str("a::5").is_err());
    }
}
