use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::{
    Error, Result,
    parse::{Parse, ParseStream},
};

use crate::{
    expression::begins_expression,
    pattern::Pattern,
    tokens::{is_mark, list, stream},
    value::Value,
};

/// The value of `on`, `on_ok`, `on_outcome`.
pub(crate) enum Judge {
    /// To call.
    Predicate(TokenStream),
    /// To match.
    Pattern(Pattern),
}

impl Judge {
    fn of(tokens: &[TokenTree]) -> Self {
        match tokens {
            // What `macro_rules!` put around `$e:expr` or `$p:pat`.
            [TokenTree::Group(group)] if group.delimiter() == Delimiter::None => {
                Self::of(&list(group.stream()))
            }
            tokens => match Pattern::read(tokens) {
                Some(pattern) => Self::Pattern(pattern),
                None => Self::Predicate(stream(tokens)),
            },
        }
    }

    /// The predicate as an expression: a pattern becomes a closure over a reference.
    pub(crate) fn predicate(&self) -> TokenStream {
        match self {
            Self::Predicate(expr) => expr.clone(),
            Self::Pattern(pattern) => pattern.predicate(),
        }
    }
}

impl Parse for Judge {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let value: Value = input.parse()?;
        let tokens = value.tokens();
        let judge = Self::of(&tokens);
        match (&judge, joint(&tokens)) {
            (Self::Predicate(_), Some(operator)) => Err(Error::new(
                operator,
                "neither patterns nor predicates are joined so: write `A | B`, or a closure, `|error| is_busy(error) || is_late(error)`",
            )),
            _ => Ok(judge),
        }
    }
}

/// Where `||` or `&&` stands between predicates, and not in a closure.
fn joint(tokens: &[TokenTree]) -> Option<Span> {
    if begins_expression(tokens.first()?) {
        return None;
    }
    let operator = tokens.windows(3).find(|three| {
        let is = |mark| is_mark(three.get(1), mark) && is_mark(three.get(2), mark);
        !matches!(three[0], TokenTree::Punct(_)) && (is('|') || is('&'))
    })?;
    Some(operator[1].span())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn predicates_are_not_joined() {
        for joined in [
            "is_busy || is_late",
            "is_busy && is_late",
            "only::<Error>(5) || judge.late",
        ] {
            assert!(syn::parse_str::<Judge>(joined).is_err(), "{joined}");
        }
        for alone in [
            "|error| is_busy(error) || is_late(error)",
            "move |error| is_busy(error) && is_late(error)",
            "if cold || wet { is_busy } else { is_late }",
            "Judge::<&&str>::judge",
            "Error::Busy | Error::Late",
            "code if *code < 500 || *code > 599",
        ] {
            assert!(syn::parse_str::<Judge>(alone).is_ok(), "{alone}");
        }
    }
}
