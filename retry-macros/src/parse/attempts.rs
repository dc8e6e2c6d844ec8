use proc_macro2::Literal;
use syn::{Expr, Lit, Result, parse::ParseStream};

use super::{
    key_value::Value,
    whole_value::{at_end, take_number, take_word},
};
use crate::errors;

/// The value of `attempts`.
pub(crate) enum Attempts {
    Number(u32),
    Unlimited,
    Expr(Expr),
}

impl Value for Attempts {
    const KIND: &'static str = "a number";

    fn parse_value(input: ParseStream<'_>) -> Result<Self> {
        if take_word(input, "unlimited").is_some() {
            return Ok(Self::Unlimited);
        }
        if let Some(number) = take_number(input) {
            let literal = number.unsigned(errors::not_attempts)?;
            return whole(&literal).map(Self::Number);
        }
        let ahead = input.fork();
        match ahead.parse::<Lit>() {
            Ok(literal) if at_end(&ahead) => Err(errors::not_attempts(literal.span())),
            _ => Expr::parse_value(input).map(Self::Expr),
        }
    }
}

fn whole(literal: &Literal) -> Result<u32> {
    let span = literal.span();
    let number = match Lit::new(literal.clone()) {
        Lit::Int(number) if matches!(number.suffix(), "" | "u32") => number.base10_parse::<u64>(),
        _ => return Err(errors::not_attempts(span)),
    };
    match number.map(u32::try_from) {
        Ok(Ok(0)) => Err(errors::zero_attempts(span)),
        Ok(Ok(number)) if number < u32::MAX => Ok(number),
        Ok(_) => Err(errors::too_many_attempts(span)),
        Err(_) => Err(errors::not_attempts(span)),
    }
}
