use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};

use super::place::method_call;
use crate::parse::{Arguments, Attempts, CratePath, DurationValue, Factor, JitterValue, KeyValue};

/// One call on a policy or on the builder, of the method that is named like the key.
pub(crate) struct PolicyCall {
    key: Span,
    pub(crate) method: &'static str,
    pub(crate) argument: TokenStream,
    /// Whether the argument can stand in a `const` policy.
    pub(crate) is_const: bool,
}

/// The argument of a call, and whether it is known while compiling.
type Argument = (TokenStream, bool);

impl PolicyCall {
    /// The calls for all keys.
    pub(crate) fn all(arguments: &Arguments, krate: &CratePath) -> Vec<Self> {
        let attempts = arguments.attempts.as_ref();
        let unlimited = attempts.is_some_and(|given| matches!(given.value, Attempts::Unlimited));
        let attempts_method = if unlimited { "unlimited" } else { "attempts" };
        let calls = [
            Self::new(attempts_method, attempts, attempts_argument),
            Self::new("backoff", arguments.backoff.as_ref(), |first| {
                first_delay(first, krate)
            }),
            Self::new("factor", arguments.factor.as_ref(), factor),
            Self::new("jitter", arguments.jitter.as_ref(), |jitter| {
                jitter_argument(jitter, krate)
            }),
            Self::new("max_delay", arguments.max_delay.as_ref(), duration),
            Self::new("deadline", arguments.deadline.as_ref(), duration),
            Self::new("reset_after", arguments.reset_after.as_ref(), duration),
            Self::new(
                "max_retry_after",
                arguments.max_retry_after.as_ref(),
                duration,
            ),
        ];
        calls.into_iter().flatten().collect()
    }

    fn new<T>(
        method: &'static str,
        given: Option<&KeyValue<T>>,
        argument: impl FnOnce(&T) -> Argument,
    ) -> Option<Self> {
        let KeyValue { key, value } = given?;
        let (argument, is_const) = argument(value);
        Some(Self {
            key: *key,
            method,
            argument,
            is_const,
        })
    }

    /// The call, with its own argument or the variable that holds it.
    pub(crate) fn with(&self, argument: &TokenStream) -> TokenStream {
        method_call(self.key, self.method, argument)
    }
}

fn attempts_argument(attempts: &Attempts) -> Argument {
    match attempts {
        Attempts::Number(number) => known(number),
        Attempts::Unlimited => (TokenStream::new(), true),
        Attempts::Expr(expr) => computed(expr),
    }
}

fn first_delay(first: &DurationValue, krate: &CratePath) -> Argument {
    match first {
        DurationValue::Literal(literal) => {
            let parts = literal.parts();
            (quote!(#krate::__private::exponential(#parts)), true)
        }
        DurationValue::Expr(expr) => computed(expr),
    }
}

fn factor(factor: &Factor) -> Argument {
    match factor {
        Factor::Literal(literal) => known(literal),
        Factor::Expr(expr) => computed(expr),
    }
}

fn jitter_argument(jitter: &JitterValue, krate: &CratePath) -> Argument {
    match jitter {
        JitterValue::Kind(kind) => (quote!(#krate::Jitter::#kind), true),
        JitterValue::Ratio(ratio) => (quote!(#krate::Jitter::Ratio(#ratio)), true),
        JitterValue::Expr(expr) => computed(expr),
    }
}

fn duration(duration: &DurationValue) -> Argument {
    (duration.to_token_stream(), duration.literal().is_some())
}

fn known(value: impl ToTokens) -> Argument {
    (value.into_token_stream(), true)
}

fn computed(value: impl ToTokens) -> Argument {
    (value.into_token_stream(), false)
}
