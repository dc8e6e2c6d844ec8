use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};

use super::{operation::Operation, place::method_call, predicate::predicate};
use crate::parse::{AttemptTimeout, CratePath, KeyValue};

/// What only the builder can express. Most functions need none of it, and the compiler checks a run without
/// a builder in half the time.
pub(crate) struct BuilderCalls {
    /// The policy that replaces the plan's.
    pub(crate) policy: Option<TokenStream>,
    /// The name, if it is no longer known from the plan: the policy in force is another one.
    pub(crate) name: Option<TokenStream>,
    pub(crate) calls: TokenStream,
}

impl BuilderCalls {
    pub(crate) fn is_empty(&self) -> bool {
        self.policy.is_none() && self.calls.is_empty()
    }

    /// The run that the builder makes with all of it; without any, this is the run.
    pub(crate) fn called(&self, run: TokenStream, krate: &CratePath) -> TokenStream {
        if self.is_empty() {
            return run;
        }
        let builder = self.on(run, krate);
        quote!(#builder.call())
    }

    /// The builder with all of it applied.
    pub(crate) fn on(&self, builder: TokenStream, krate: &CratePath) -> TokenStream {
        let Self {
            policy,
            name,
            calls,
        } = self;
        let mut builder = builder;
        if let Some(policy) = policy {
            builder = quote!(#krate::__private::under(#builder, #policy));
        }
        if let Some(name) = name {
            builder = quote!(#krate::__private::named(#builder, || #name));
        }
        quote!(#builder #calls)
    }
}

/// The calls for judges, schedule, timer, timeout, breaker and hooks.
pub(crate) fn builder_calls(operation: &Operation) -> TokenStream {
    let arguments = &operation.arguments;
    // `on` needs the builder if the compiler has to infer the error's type, or if `http` has set a judge.
    let on = arguments
        .on
        .as_ref()
        .filter(|_| operation.returns.is_none() || arguments.http.is_some());
    let judges = [
        (on, "on"),
        (arguments.on_ok.as_ref(), "on_ok"),
        (arguments.on_outcome.as_ref(), "on_outcome"),
    ];
    let mut calls = TokenStream::new();
    for (given, method) in judges {
        calls.extend(given.map(|given| method_call(given.key, method, &predicate(&given.value))));
    }
    for (method, KeyValue { key, value }) in arguments.handed_on() {
        calls.extend(method_call(*key, method, &value.to_token_stream()));
    }
    calls.extend(timeout_call(operation));
    calls.extend(breaker_call(operation));
    calls.extend(
        arguments
            .hedge
            .as_ref()
            .map(|given| method_call(given.key, "hedge", &given.value.to_token_stream())),
    );
    calls
}

fn breaker_call(operation: &Operation) -> Option<TokenStream> {
    let KeyValue { key, value } = operation.arguments.breaker.as_ref()?;
    Some(match &operation.arguments.rejected {
        None => method_call(*key, "breaker", &value.to_token_stream()),
        Some(KeyValue { value: make, .. }) => {
            method_call(*key, "breaker_or", &quote!(#value, #make))
        }
    })
}

fn timeout_call(operation: &Operation) -> Option<TokenStream> {
    let Operation {
        arguments, krate, ..
    } = operation;
    let KeyValue { key, value } = arguments.attempt_timeout.as_ref()?;
    let limit = match value {
        AttemptTimeout::Remaining => quote!(#krate::Remaining),
        AttemptTimeout::Duration(limit) => limit.to_token_stream(),
    };
    Some(match &arguments.timed_out {
        None => method_call(*key, "attempt_timeout", &limit),
        Some(KeyValue { value: make, .. }) => {
            method_call(*key, "attempt_timeout_or", &quote!(#limit, #make))
        }
    })
}
