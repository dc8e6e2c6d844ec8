use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Expr, Path};

use crate::{
    args::{Args, Key},
    duration::DurationValue,
    values::{Attempts, JitterValue, Number, Timeout},
};

/// The calls of the builder that the keys stand for: what follows `retry(op)`.
pub(crate) struct Builder<'a> {
    args: &'a Args,
    krate: &'a Path,
    /// Whether a closure for the body is made before the calls.
    has_closure: bool,
}

/// One call: the key's span, the method, its argument, and whether it can be in a `const` policy.
struct Setting {
    span: Span,
    method: &'static str,
    argument: TokenStream,
    is_const: bool,
}

impl<'a> Builder<'a> {
    pub(crate) fn new(args: &'a Args, krate: &'a Path, has_closure: bool) -> Self {
        Self {
            args,
            krate,
            has_closure,
        }
    }

    /// The calls, and the statements to put before the builder: the plain values are read before a
    /// closure for the body borrows what they come from, say `policy = self.policy` with `&mut self`.
    pub(crate) fn calls(&self, function: Option<&str>) -> (TokenStream, TokenStream) {
        let mut values = TokenStream::new();
        let mut calls = TokenStream::new();
        let settings = self.settings();
        let (known, other): (Vec<_>, Vec<_>) = settings
            .into_iter()
            .partition(|setting| setting.is_const && self.args.policy.is_none());
        calls.extend(self.policy(&known, &mut values));
        for setting in &other {
            let argument = if setting.is_const {
                setting.argument.clone()
            } else {
                self.read_before(setting.method, &setting.argument, &mut values)
            };
            calls.extend(call(setting.span, setting.method, &argument));
        }
        calls.extend(self.judges());
        calls.extend(self.timing());
        calls.extend(self.hooks(function));
        (values, calls)
    }

    /// What the compiler can know goes into a `const`, so that the run holds no policy.
    fn policy(&self, known: &[Setting], values: &mut TokenStream) -> TokenStream {
        let krate = self.krate;
        if let Some(Key { span, value }) = &self.args.policy {
            let argument = if is_constant(value) {
                quote!(&#value)
            } else {
                let copy = quote!(#krate::__private::copy(#value));
                self.read_before("policy", &copy, values)
            };
            return call(*span, "policy", &argument);
        }
        if known.is_empty() {
            return TokenStream::new();
        }
        let known = known
            .iter()
            .map(|setting| call(setting.span, setting.method, &setting.argument));
        let policy = Ident::new("POLICY", Span::mixed_site());
        quote! {
            .__policy({
                const #policy: #krate::Policy = #krate::Policy::new() #(#known)*;
                || &#policy
            })
        }
    }

    /// Reads the value into a variable, if a closure for the body could be in its way.
    fn read_before(
        &self,
        method: &str,
        value: &TokenStream,
        values: &mut TokenStream,
    ) -> TokenStream {
        if !self.has_closure {
            return value.clone();
        }
        let name = Ident::new(method, Span::mixed_site());
        values.extend(quote!(let #name = #value;));
        name.into_token_stream()
    }

    fn settings(&self) -> Vec<Setting> {
        let Args {
            attempts,
            backoff,
            factor,
            max_delay,
            jitter,
            deadline,
            reset_after,
            max_retry_after,
            ..
        } = self.args;
        let krate = self.krate;
        let mut settings = Vec::new();
        if let Some(Key { span, value }) = attempts {
            let (method, argument, is_const) = match value {
                Attempts::Number(number) => ("attempts", quote!(#number), true),
                Attempts::Unlimited => ("unlimited", TokenStream::new(), true),
                Attempts::Expr(expr) => ("attempts", expr.to_token_stream(), false),
            };
            settings.push(Setting {
                span: *span,
                method,
                argument,
                is_const,
            });
        }
        if let Some(Key { span, value }) = backoff {
            let (argument, is_const) = match value {
                DurationValue::Literal(first) => {
                    (quote!(#krate::Backoff::exponential(#first)), true)
                }
                DurationValue::Expr(expr) => (expr.to_token_stream(), false),
            };
            settings.push(Setting {
                span: *span,
                method: "backoff",
                argument,
                is_const,
            });
        }
        if let Some(Key { span, value }) = factor {
            let (argument, is_const) = number(value);
            settings.push(Setting {
                span: *span,
                method: "factor",
                argument,
                is_const,
            });
        }
        if let Some(Key { span, value }) = jitter {
            let (argument, is_const) = match value {
                JitterValue::Kind(kind) => (quote!(#krate::Jitter::#kind), true),
                JitterValue::Ratio(ratio) => (quote!(#krate::Jitter::Ratio(#ratio)), true),
                JitterValue::Expr(expr) => (expr.to_token_stream(), false),
            };
            settings.push(Setting {
                span: *span,
                method: "jitter",
                argument,
                is_const,
            });
        }
        let durations = [
            (max_delay, "max_delay"),
            (deadline, "deadline"),
            (reset_after, "reset_after"),
            (max_retry_after, "max_retry_after"),
        ];
        for (key, method) in durations {
            if let Some(Key { span, value }) = key {
                let is_const = value.literal().is_some();
                settings.push(Setting {
                    span: *span,
                    method,
                    argument: value.to_token_stream(),
                    is_const,
                });
            }
        }
        settings
    }

    fn judges(&self) -> TokenStream {
        let Args {
            on,
            on_ok,
            on_outcome,
            exhausted,
            ..
        } = self.args;
        let mut calls = TokenStream::new();
        for (key, method) in [(on, "on"), (on_ok, "on_ok"), (on_outcome, "on_outcome")] {
            if let Some(Key { span, value }) = key {
                calls.extend(call(*span, method, &value.tokens()));
            }
        }
        calls.extend(expr_call(exhausted.as_ref(), "exhausted"));
        calls
    }

    fn timing(&self) -> TokenStream {
        let Args {
            schedule,
            timer,
            attempt_timeout,
            timed_out,
            ..
        } = self.args;
        let krate = self.krate;
        let mut calls = TokenStream::new();
        calls.extend(expr_call(schedule.as_ref(), "schedule"));
        calls.extend(expr_call(timer.as_ref(), "timer"));
        if let Some(Key { span, value }) = attempt_timeout {
            let limit = match value {
                Timeout::Remaining => quote!(#krate::Remaining),
                Timeout::Duration(limit) => limit.to_token_stream(),
            };
            calls.extend(match timed_out {
                None => call(*span, "attempt_timeout", &limit),
                Some(Key { value: make, .. }) => {
                    call(*span, "attempt_timeout_or", &quote!(#limit, #make))
                }
            });
        }
        calls
    }

    fn hooks(&self, function: Option<&str>) -> TokenStream {
        let Args {
            on_retry,
            on_stop,
            name,
            ..
        } = self.args;
        let mut calls = TokenStream::new();
        calls.extend(expr_call(on_retry.as_ref(), "on_retry"));
        calls.extend(expr_call(on_stop.as_ref(), "on_stop"));
        let given = name.as_ref().map(|key| key.value.to_token_stream());
        calls.extend(
            given
                .or_else(|| function.map(ToTokens::to_token_stream))
                .map(|name| quote!(.__name(|| #name))),
        );
        calls
    }
}

fn number(number: &Number) -> (TokenStream, bool) {
    match number {
        Number::Literal(literal) => (literal.to_token_stream(), true),
        Number::Expr(expr) => (expr.to_token_stream(), false),
    }
}

/// A method call located at its key, so that an error in the argument points there.
fn call(key: Span, method: &str, argument: &TokenStream) -> TokenStream {
    let method = Ident::new(method, Span::call_site().located_at(key));
    quote!(.#method(#argument))
}

fn expr_call(key: Option<&Key<Expr>>, method: &str) -> Option<TokenStream> {
    key.map(|Key { span, value }| call(*span, method, &value.to_token_stream()))
}

/// Whether this is a `const` or `static` by name, which a run can hold by reference.
fn is_constant(expr: &Expr) -> bool {
    let path = match expr {
        Expr::Path(path) => path,
        Expr::Reference(reference) => match &*reference.expr {
            Expr::Path(path) => path,
            _ => return false,
        },
        _ => return false,
    };
    let segments = &path.path.segments;
    let is_associated =
        path.qself.is_some() || segments.first().is_some_and(|first| first.ident == "Self");
    let is_upper_case = segments.last().is_some_and(|last| {
        last.arguments.is_none() && !last.ident.to_string().chars().any(char::is_lowercase)
    });
    !is_associated && is_upper_case
}
