//! What feature `tracing` says of the requests of a client: the spans of their attempts, and why they failed.

mod adapters;
mod attempt_spans;
mod errors;
mod inner;
