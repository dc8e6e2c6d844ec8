use syn::{Result, parse::ParseStream};

use super::{key_value::Value, whole_value::at_end};
use crate::errors;

/// A key that stands alone, such as `exact_hints`.
pub(crate) struct Flag;

impl Value for Flag {
    const KIND: &'static str = "no value";

    fn is_next(_: ParseStream<'_>) -> Result<bool> {
        Ok(true)
    }

    fn parse_value(input: ParseStream<'_>) -> Result<Self> {
        if at_end(input) {
            Ok(Self)
        } else {
            Err(errors::flag_with_value(input.span()))
        }
    }
}
