//! The errors of hyper and of its client.

mod hyper_error;
