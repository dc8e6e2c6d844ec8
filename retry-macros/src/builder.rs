use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use crate::{
    args::{Args, Key},
    constant::{is_constant, is_policy_of_constant},
    duration::DurationValue,
    keys::{Keys, More},
    place::Place,
    value::Value,
    values::{Attempts, JitterValue, Number, Timeout},
};

/// What the keys stand for: the plan and the judge that every run is given, and the calls of the
/// builder for what not every run is given.
pub(crate) struct Builder<'a> {
    args: &'a Args,
    krate: &'a TokenStream,
    /// Whether a closure for the body is made before the calls.
    has_closure: bool,
    /// The type of the outcome, where it is declared.
    returns: Option<&'a TokenStream>,
    /// The name of the function; a block has none.
    function: Option<&'a str>,
}

/// One call: the key's span, the method, its argument, and whether it can be in a `const` policy.
struct Setting {
    span: Span,
    method: &'static str,
    argument: TokenStream,
    is_const: bool,
}

impl<'a> Builder<'a> {
    pub(crate) fn new(
        args: &'a Args,
        krate: &'a TokenStream,
        has_closure: bool,
        returns: Option<&'a TokenStream>,
        function: Option<&'a str>,
    ) -> Self {
        Self {
            args,
            krate,
            has_closure,
            returns,
            function,
        }
    }

    /// `declared` is where the type of the outcome is.
    pub(crate) fn build(&self, declared: Place) -> Keys {
        let on = self.args.on.as_ref();
        let place = on.map_or(declared, |key| Place::of(key.span));
        let mut values = TokenStream::new();
        let (known, other): (Vec<_>, Vec<_>) = self
            .settings()
            .into_iter()
            .partition(|setting| setting.is_const && self.args.policy.is_none());
        let mut more = More {
            policy: self.policy(&mut values),
            ..More::default()
        };
        for setting in &other {
            let argument = if setting.is_const {
                setting.argument.clone()
            } else {
                self.read_before(setting.method, &setting.argument, &mut values)
            };
            more.calls
                .extend(call(setting.span, setting.method, &argument));
        }
        let name = self.name();
        let plan = self.plan(place, &known, name.as_ref());
        if more.policy.is_some() || !more.calls.is_empty() {
            more.name = name;
        }
        more.calls.extend(self.judges());
        more.calls.extend(self.timing());
        more.calls.extend(self.hooks());
        Keys {
            place,
            values,
            plan,
            predicate: self.predicate(place),
            more,
        }
    }

    fn name(&self) -> Option<TokenStream> {
        match &self.args.name {
            Some(Key { value, .. }) => Some(value.to_token_stream()),
            None => self.function.map(ToTokens::to_token_stream),
        }
    }

    fn plan(&self, place: Place, known: &[Setting], name: Option<&TokenStream>) -> TokenStream {
        let krate = self.krate;
        let known = known
            .iter()
            .map(|setting| call(setting.span, setting.method, &setting.argument));
        let policy = quote_spanned!(place.span()=> #krate::Policy::new() #(#known)*);
        let (new, name) = match name {
            Some(name) => (place.ident("new"), Some(quote!(, #name))),
            None => (place.ident("unnamed"), None),
        };
        let plan = quote_spanned!(place.span()=> #krate::__private::Plan::#new(#policy #name));
        if self.has_closure {
            return quote_spanned!(place.span()=> const { &#plan });
        }
        // In a future, a type that stands for the plan takes no room.
        quote_spanned! {place.span()=> {
            struct Function;
            impl #krate::__private::HasPlan for Function {
                const PLAN: #krate::__private::Plan = #plan;
            }
            Function
        }}
    }

    /// `on` alone needs no builder, unless the type of the error is to be inferred.
    fn predicate(&self, place: Place) -> Option<TokenStream> {
        let Key { value, .. } = self.args.on.as_ref()?;
        self.returns.map(|_| place.around(&value.predicate()))
    }

    fn policy(&self, values: &mut TokenStream) -> Option<TokenStream> {
        let krate = self.krate;
        let Key { value, .. } = self.args.policy.as_ref()?;
        Some(if is_constant(&value.tokens()) {
            // Located at the value, so that an error in it points there and not at the whole attribute.
            let span = Span::call_site().located_at(value.span());
            quote_spanned!(span=> &#value)
        } else if is_policy_of_constant(&value.tokens()) {
            value.to_token_stream()
        } else {
            let copy = quote!(#krate::__private::copy(#value));
            self.read_before("policy", &copy, values)
        })
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
                    let parts = first.parts();
                    (quote!(#krate::__private::exponential(#parts)), true)
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
        let on = on.as_ref().filter(|_| self.returns.is_none());
        for (key, method) in [
            (on, "on"),
            (on_ok.as_ref(), "on_ok"),
            (on_outcome.as_ref(), "on_outcome"),
        ] {
            if let Some(Key { span, value }) = key {
                calls.extend(call(*span, method, &value.predicate()));
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

    fn hooks(&self) -> TokenStream {
        let Args {
            on_retry, on_stop, ..
        } = self.args;
        let mut calls = TokenStream::new();
        calls.extend(expr_call(on_retry.as_ref(), "on_retry"));
        calls.extend(expr_call(on_stop.as_ref(), "on_stop"));
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

fn expr_call(key: Option<&Key<Value>>, method: &str) -> Option<TokenStream> {
    key.map(|Key { span, value }| call(*span, method, &value.to_token_stream()))
}
