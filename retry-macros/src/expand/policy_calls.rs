use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};

use super::place::method_call;
use crate::parse::{
    Arguments, Attempts, CratePath, DurationLiteral, DurationValue, Factor, JitterValue, KeyValue,
};

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
        let durations = [
            ("max_delay", &arguments.max_delay),
            ("deadline", &arguments.deadline),
            ("reset_after", &arguments.reset_after),
            ("max_retry_after", &arguments.max_retry_after),
            ("throttled_delay", &arguments.throttled_delay),
        ];
        let durations = durations.map(|(key, given)| Self::new(key, given.as_ref(), duration));
        let calls = [
            Self::new(attempts_method, attempts, |value| match value {
                Attempts::Number(number) => known(number),
                Attempts::Unlimited => known(TokenStream::new()),
                Attempts::Expr(expr) => computed(expr),
            }),
            Self::new("backoff", arguments.backoff.as_ref(), |first| {
                let Some(parts) = first.literal().map(DurationLiteral::parts) else {
                    return computed(first);
                };
                known(quote!(#krate::__private::exponential(#parts)))
            }),
            Self::new("factor", arguments.factor.as_ref(), |value| match value {
                Factor::Literal(literal) => known(literal),
                Factor::Expr(expr) => computed(expr),
            }),
            Self::new("jitter", arguments.jitter.as_ref(), |value| match value {
                JitterValue::Kind(kind) => known(quote!(#krate::Jitter::#kind)),
                JitterValue::Ratio(ratio) => known(quote!(#krate::Jitter::Ratio(#ratio))),
                JitterValue::Expr(expr) => computed(expr),
            }),
            Self::new("exact_hints", arguments.exact_hints.as_ref(), |_| {
                known(TokenStream::new())
            }),
        ];
        calls.into_iter().chain(durations).flatten().collect()
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

fn duration(duration: &DurationValue) -> Argument {
    (duration.to_token_stream(), duration.literal().is_some())
}

fn known(value: impl ToTokens) -> Argument {
    (value.into_token_stream(), true)
}

fn computed(value: impl ToTokens) -> Argument {
    (value.into_token_stream(), false)
}
