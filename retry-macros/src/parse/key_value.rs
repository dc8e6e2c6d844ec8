use proc_macro2::{Ident, Span};
use syn::{Error, LitStr, Result, Token, parse::ParseStream};

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

    /// Whether it follows the key. Consumes the `=` before it.
    fn is_next(input: ParseStream<'_>) -> Result<bool> {
        Ok(input.parse::<Option<Token![=]>>()?.is_some() && !at_end(input))
    }

    fn parse_value(input: ParseStream<'_>) -> Result<Self>;
}

impl<T: Value> KeyValue<T> {
    /// Parses what follows the key. `example` shows the key with a value, for the message if there is none.
    pub(crate) fn parse_after(key: &Ident, example: &str, input: ParseStream<'_>) -> Result<Self> {
        let key_span = key.span();
        if !T::is_next(input)? {
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
