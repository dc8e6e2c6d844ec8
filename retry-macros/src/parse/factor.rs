use proc_macro2::Literal;
use syn::{Expr, Result, parse::ParseStream};

use super::{key_value::Value, whole_value::take_number};
use crate::errors;

/// The value of `factor`.
pub(crate) enum Factor {
    Literal(Literal),
    Expr(Expr),
}

impl Value for Factor {
    const KIND: &'static str = "a number";

    fn parse_value(input: ParseStream<'_>) -> Result<Self> {
        let Some(number) = take_number(input) else {
            return Expr::parse_value(input).map(Self::Expr);
        };
        let factor = number.float(errors::not_a_factor)?;
        if factor.value > 0.0 {
            Ok(Self::Literal(factor.literal()))
        } else {
            Err(errors::factor_out_of_range(factor.span))
        }
    }
}
