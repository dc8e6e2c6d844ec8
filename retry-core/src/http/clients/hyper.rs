//! The errors of hyper and of its client, and its bodies.

mod hyper_body;
mod hyper_error;
