//! What an HTTP policy retries, without a client: verdicts, hints, keys, errors, the preset of
//! urllib3, and which values a policy refuses.

#[cfg(feature = "macros")]
mod budgets;
mod construction;
mod hints;
mod http_errors;
#[cfg(feature = "macros")]
mod http_key;
mod idempotency_keys;
mod own_predicates;
mod support;
mod urllib3;
mod verdicts;
