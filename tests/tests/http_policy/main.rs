//! What an HTTP policy retries, without a client: the rules as tables, the preset wait for wait, and
//! what is refused.

mod construction;
mod hints;
mod http_errors;
mod http_key;
mod idempotency_keys;
mod own_predicates;
mod support;
mod urllib3;
mod verdicts;
