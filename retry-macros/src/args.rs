use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::{
    Error, LitStr, Result, Token,
    ext::IdentExt,
    parenthesized,
    parse::{Parse, ParseStream, Parser},
    punctuated::Punctuated,
};

use crate::{
    duration::DurationValue,
    judge::Judge,
    suggest::nearest,
    value::Value,
    values::{
        Attempts, JitterValue, Number, Timeout, parse_attempts, parse_factor, parse_jitter,
        parse_path, parse_string, parse_timeout,
    },
};

/// The arguments of `#[retry(..)]`, each with the span of its key.
#[derive(Default)]
pub(crate) struct Args {
    pub(crate) attempts: Option<Key<Attempts>>,
    pub(crate) backoff: Option<Key<DurationValue>>,
    pub(crate) schedule: Option<Key<Value>>,
    pub(crate) factor: Option<Key<Number>>,
    pub(crate) max_delay: Option<Key<DurationValue>>,
    pub(crate) jitter: Option<Key<JitterValue>>,
    pub(crate) on: Option<Key<Judge>>,
    pub(crate) on_ok: Option<Key<Judge>>,
    pub(crate) on_outcome: Option<Key<Judge>>,
    pub(crate) exhausted: Option<Key<Value>>,
    pub(crate) deadline: Option<Key<DurationValue>>,
    pub(crate) reset_after: Option<Key<DurationValue>>,
    pub(crate) max_retry_after: Option<Key<DurationValue>>,
    pub(crate) attempt_timeout: Option<Key<Timeout>>,
    pub(crate) timed_out: Option<Key<Value>>,
    pub(crate) policy: Option<Key<Value>>,
    pub(crate) on_retry: Option<Key<Value>>,
    pub(crate) on_stop: Option<Key<Value>>,
    pub(crate) timer: Option<Key<Value>>,
    pub(crate) clone: Option<Key<Vec<Ident>>>,
    pub(crate) context: Option<Key<Ident>>,
    pub(crate) name: Option<Key<LitStr>>,
    krate: Option<Key<TokenStream>>,
}

/// A value and the span of its key.
pub(crate) struct Key<T> {
    pub(crate) span: Span,
    pub(crate) value: T,
}

const KEYS: [&str; 23] = [
    "attempts",
    "backoff",
    "schedule",
    "factor",
    "max_delay",
    "jitter",
    "on",
    "on_ok",
    "on_outcome",
    "exhausted",
    "deadline",
    "reset_after",
    "max_retry_after",
    "attempt_timeout",
    "timed_out",
    "policy",
    "on_retry",
    "on_stop",
    "timer",
    "clone",
    "context",
    "name",
    "crate",
];

impl Args {
    /// Reads all arguments; all errors in them, not only the first.
    pub(crate) fn parse(tokens: TokenStream) -> (Self, Option<Error>) {
        let mut args = Self::default();
        let mut errors = Errors::default();
        let read = |input: ParseStream<'_>| {
            while !input.is_empty() {
                if let Err(error) = args.parse_one(input) {
                    errors.push(error);
                    skip_to_comma(input);
                }
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
            }
            Ok(())
        };
        if let Err(error) = read.parse2(tokens) {
            errors.push(error);
        }
        args.check(&mut errors);
        (args, errors.0)
    }

    /// The path that `crate` gives.
    pub(crate) fn krate(&self) -> Option<&TokenStream> {
        self.krate.as_ref().map(|key| &key.value)
    }

    fn parse_one(&mut self, input: ParseStream<'_>) -> Result<()> {
        if !input.peek(Ident::peek_any) {
            return Err(input.error("expected `key = value`, as in `attempts = 5`"));
        }
        let key = input.call(Ident::parse_any)?;
        let name = key.to_string();
        match name.as_str() {
            "attempts" => set(&mut self.attempts, &key, input, parse_attempts),
            "backoff" => set(&mut self.backoff, &key, input, DurationValue::parse),
            "schedule" => set(&mut self.schedule, &key, input, Value::parse),
            "factor" => set(&mut self.factor, &key, input, parse_factor),
            "max_delay" => set(&mut self.max_delay, &key, input, DurationValue::parse),
            "jitter" => set(&mut self.jitter, &key, input, parse_jitter),
            "on" => set(&mut self.on, &key, input, Judge::parse),
            "on_ok" => set(&mut self.on_ok, &key, input, Judge::parse),
            "on_outcome" => set(&mut self.on_outcome, &key, input, Judge::parse),
            "exhausted" => set(&mut self.exhausted, &key, input, Value::parse),
            "deadline" => set(&mut self.deadline, &key, input, DurationValue::parse),
            "reset_after" => set(&mut self.reset_after, &key, input, DurationValue::parse),
            "max_retry_after" => set(&mut self.max_retry_after, &key, input, DurationValue::parse),
            "attempt_timeout" => set(&mut self.attempt_timeout, &key, input, parse_timeout),
            "timed_out" => set(&mut self.timed_out, &key, input, Value::parse),
            "policy" => set(&mut self.policy, &key, input, Value::parse),
            "on_retry" => set(&mut self.on_retry, &key, input, Value::parse),
            "on_stop" => set(&mut self.on_stop, &key, input, Value::parse),
            "timer" => set(&mut self.timer, &key, input, Value::parse),
            "clone" => put(&mut self.clone, &key, parse_names(&key, input)?),
            "context" => set(&mut self.context, &key, input, Ident::parse),
            "name" => set(&mut self.name, &key, input, parse_string),
            "crate" => set(&mut self.krate, &key, input, parse_path),
            _ => Err(Error::new(key.span(), unknown_key(&name))),
        }
    }
}

fn unknown_key(name: &str) -> String {
    match nearest(name, &KEYS) {
        Some(key) => format!("unknown option `{name}`; did you mean `{key}`?"),
        None => format!(
            "unknown option `{name}`; the options are `{}`",
            KEYS.join("`, `")
        ),
    }
}

fn set<T>(
    slot: &mut Option<Key<T>>,
    key: &Ident,
    input: ParseStream<'_>,
    parse: impl FnOnce(ParseStream<'_>) -> Result<T>,
) -> Result<()> {
    begin_value(key, input)?;
    let value = parse(input)?;
    end_value(input)?;
    put(slot, key, value)
}

fn begin_value(key: &Ident, input: ParseStream<'_>) -> Result<()> {
    if has_value(input)? {
        return Ok(());
    }
    Err(missing_value(key))
}

fn end_value(input: ParseStream<'_>) -> Result<()> {
    if at_end(input) {
        return Ok(());
    }
    Err(input.error("expected `,` and the next option"))
}

/// Goes past the `=` behind a key, if there is one; whether a value follows.
pub(crate) fn has_value(input: ParseStream<'_>) -> Result<bool> {
    let equals: Option<Token![=]> = input.parse()?;
    Ok(equals.is_some() && !at_end(input))
}

/// Whether an option ends here.
pub(crate) fn at_end(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,])
}

fn put<T>(slot: &mut Option<Key<T>>, key: &Ident, value: T) -> Result<()> {
    let span = key.span();
    if slot.is_some() {
        return Err(Error::new(span, format!("`{key}` is given twice")));
    }
    *slot = Some(Key { span, value });
    Ok(())
}

fn missing_value(key: &Ident) -> Error {
    let example = match key.to_string().as_str() {
        "attempts" => "attempts = 5",
        "jitter" => "jitter = full",
        "factor" => "factor = 2.0",
        "on" => "on = is_transient",
        "on_ok" => "on_ok = is_pending",
        "on_outcome" => "on_outcome = should_retry",
        "name" => "name = \"fetch\"",
        "context" => "context = attempt",
        "crate" => "crate = ::my_crate::retry_core",
        "policy" => "policy = POLICY",
        "backoff" | "max_delay" | "deadline" | "reset_after" | "max_retry_after"
        | "attempt_timeout" => {
            return Error::new(
                key.span(),
                format!("`{key}` has no value: write a duration, as in `{key} = 1.5s`"),
            );
        }
        _ => {
            return Error::new(
                key.span(),
                format!("`{key}` has no value: write `{key} = ..`"),
            );
        }
    };
    Error::new(
        key.span(),
        format!("`{key}` has no value: write one, as in `{example}`"),
    )
}

pub(crate) fn skip_to_comma(input: ParseStream<'_>) {
    while !at_end(input) {
        if input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}

fn parse_names(key: &Ident, input: ParseStream<'_>) -> Result<Vec<Ident>> {
    if !input.peek(syn::token::Paren) {
        return Err(Error::new(
            key.span(),
            "`clone` lists parameters: write `clone(a, b)`",
        ));
    }
    let names;
    parenthesized!(names in input);
    let names: Punctuated<Ident, Token![,]> = names.parse_terminated(Ident::parse, Token![,])?;
    Ok(names.into_iter().collect())
}

/// Errors, collected into one.
#[derive(Default)]
pub(crate) struct Errors(pub(crate) Option<Error>);

impl Errors {
    pub(crate) fn push(&mut self, error: Error) {
        match &mut self.0 {
            Some(all) => all.combine(error),
            none => *none = Some(error),
        }
    }

    pub(crate) fn at(&mut self, span: Span, message: &str) {
        self.push(Error::new(span, message));
    }
}
