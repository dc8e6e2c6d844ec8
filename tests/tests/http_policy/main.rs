//! What an HTTP policy retries, without a client: the rules as tables, the preset wait for wait, and
//! what is refused.

mod errors;
mod hints;
mod keys;
mod rules;
mod support;
mod urllib3;
mod values;
