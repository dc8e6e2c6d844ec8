use proc_macro2::{Literal, Span};
use syn::{Error, Result, Token};

/// A number as it is written: `-1.0`, `5`, `100ms`.
pub(crate) struct Number {
    pub(crate) minus: Option<Token![-]>,
    pub(crate) literal: Literal,
}

impl Number {
    /// The number, if it has no sign.
    pub(crate) fn unsigned(self, refusal: fn(Span) -> Error) -> Result<Literal> {
        match self.minus {
            Some(minus) => Err(refusal(minus.span)),
            None => Ok(self.literal),
        }
    }

    /// The number as a finite `f64`, if it has neither sign nor unit.
    pub(crate) fn float(self, not_a_number: fn(Span) -> Error) -> Result<Float> {
        let literal = self.unsigned(not_a_number)?;
        let digits = literal.to_string().replace('_', "");
        match digits.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(Float {
                value,
                span: literal.span(),
            }),
            _ => Err(not_a_number(literal.span())),
        }
    }
}

/// A finite number, and where it is written.
pub(crate) struct Float {
    pub(crate) value: f64,
    pub(crate) span: Span,
}

impl Float {
    /// A literal of type `f64`, also where the user wrote `2`.
    pub(crate) fn literal(&self) -> Literal {
        let mut literal = Literal::f64_suffixed(self.value);
        literal.set_span(self.span);
        literal
    }
}
