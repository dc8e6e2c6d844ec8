//! What features `tracing` and `metrics` say of a run: the same in every form, line by line.

mod attempt_spans;
mod breakers;
mod errors;
mod events;
mod forms;
mod hedges;
mod recorded;
mod server;
