use syn::{Result, parse::ParseStream};

use super::{duration::DurationValue, key_value::Value, whole_value::take_word};

/// The value of `attempt_timeout`.
pub(crate) enum AttemptTimeout {
    /// What the deadline leaves.
    Remaining,
    Duration(DurationValue),
}

impl Value for AttemptTimeout {
    const KIND: &'static str = DurationValue::KIND;

    fn parse_value(input: ParseStream<'_>) -> Result<Self> {
        match take_word(input, "remaining") {
            Some(_) => Ok(Self::Remaining),
            None => DurationValue::parse_value(input).map(Self::Duration),
        }
    }
}
