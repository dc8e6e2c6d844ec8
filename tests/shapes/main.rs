//! The attribute on functions of every shape. Each fails twice and succeeds at the third call, if its
//! test does not say otherwise.
//!
//! Each shape is a module, whose path and test read as a sentence. The package `retry-tests-2021`
//! compiles the same files in edition 2021.

#![deny(warnings)]
#![warn(clippy::pedantic)]
#![allow(
    clippy::wildcard_imports,
    reason = "each shape uses the names of its file"
)]
#![allow(
    clippy::match_single_binding,
    clippy::needless_pass_by_value,
    clippy::never_loop,
    clippy::question_mark,
    clippy::trivially_copy_pass_by_ref,
    clippy::unused_self,
    reason = "the shapes are tested even if other code would be nicer"
)]
#![allow(unsafe_code, reason = "`unsafe fn` is a shape")]

mod awaited;
mod blocking;
mod support;
