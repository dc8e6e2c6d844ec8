use proc_macro2::Span;
use syn::{BinOp, Expr, Result, parse::ParseStream, spanned::Spanned as _};

use super::{expression::ungrouped, key_value::Value, pattern::Pattern};
use crate::errors;

/// The value of `on`, `on_ok`, `on_outcome`.
pub(crate) enum Judge {
    /// Called with a reference to the error, value or outcome.
    Predicate(Expr),
    /// Matched against it.
    Pattern(Pattern),
}

impl Value for Judge {
    const KIND: &'static str = "a pattern or a predicate";

    fn parse_value(input: ParseStream<'_>) -> Result<Self> {
        if let Some(pattern) = Pattern::parse(input)? {
            return Ok(Self::Pattern(pattern));
        }
        let predicate = Expr::parse_value(input)?;
        match joint(&predicate) {
            Some(operator) => Err(errors::joined_predicates(operator)),
            None => Ok(Self::Predicate(predicate)),
        }
    }
}

/// The `||` or `&&` between two predicates, which are functions and not `bool`.
fn joint(predicate: &Expr) -> Option<Span> {
    match ungrouped(predicate) {
        Expr::Binary(binary) if matches!(binary.op, BinOp::And(_) | BinOp::Or(_)) => {
            Some(binary.op.span())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use syn::parse::Parser as _;

    use super::*;

    #[test]
    fn predicates_are_not_joined() {
        let is_read = |text: &str| Judge::parse_value.parse_str(text).is_ok();
        for joined in [
            "is_busy || is_late",
            "is_busy && is_late",
            "only::<Error>(5) || judge.late",
        ] {
            assert!(!is_read(joined), "{joined}");
        }
        for alone in [
            "|error| is_busy(error) || is_late(error)",
            "move |error| is_busy(error) && is_late(error)",
            "if cold || wet { is_busy } else { is_late }",
            "Judge::<&&str>::judge",
            "Error::Busy | Error::Late",
            "code if *code < 500 || *code > 599",
        ] {
            assert!(is_read(alone), "{alone}");
        }
    }
}
