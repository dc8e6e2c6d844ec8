use proc_macro2::{Ident, Span};
use syn::{Error, LitStr, Result, Token, parse::ParseStream, token};

use super::whole_value::at_end;
use crate::errors;

/// The value of a key, and where the key stands.
pub(crate) struct KeyValue<T> {
    pub(crate) key: Span,
    pub(crate) value: T,
}

/// What can be the value of a key.
pub(crate) trait Value: Sized {
    /// What messages call it: "`deadline` needs a duration".
    const KIND: &'static str;

    /// Whether it follows the key in parentheses, without `=`.
    const IN_PARENTHESES: bool = false;

    /// Whether the key alone says it all.
    const IS_FLAG: bool = false;

    fn parse_value(input: ParseStream<'_>) -> Result<Self>;
}

impl<T: Value> KeyValue<T> {
    /// Parses what follows the key. `example` shows the key with a value, for the message if there is none.
    pub(crate) fn parse_after(key: &Ident, example: &str, input: ParseStream<'_>) -> Result<Self> {
        let has_value = if T::IN_PARENTHESES {
            input.peek(token::Paren)
        } else if T::IS_FLAG {
            at_end(input)
        } else {
            input.parse::<Option<Token![=]>>()?.is_some() && !at_end(input)
        };
        let key_span = key.span();
        if !has_value {
            return Err(errors::missing_value(key_span, key, T::KIND, example));
        }
        let value = T::parse_value(input)?;
        if !at_end(input) {
            return Err(errors::missing_comma(input.span()));
        }
        Ok(Self {
            key: key_span,
            value,
        })
    }

    /// Puts it into the slot of its key, which holds one value.
    pub(crate) fn put(self, slot: &mut Option<Self>, key: &Ident) -> Result<()> {
        if slot.is_some() {
            return Err(errors::given_twice(self.key, key));
        }
        *slot = Some(self);
        Ok(())
    }
}

impl Value for () {
    const KIND: &'static str = "no value";
    const IS_FLAG: bool = true;

    fn parse_value(_: ParseStream<'_>) -> Result<Self> {
        Ok(())
    }
}

impl Value for Ident {
    const KIND: &'static str = "a name";

    fn parse_value(input: ParseStream<'_>) -> Result<Self> {
        input.parse()
    }
}

impl Value for LitStr {
    const KIND: &'static str = "a string";

    fn parse_value(input: ParseStream<'_>) -> Result<Self> {
        let refused = |error: Error| errors::not_a_string(error.span());
        input.parse().map_err(refused)
    }
}
