//! The attribute on functions of every shape: fails twice, succeeds with the third call.
//!
//! One module per shape. The package `retry-tests-2021` compiles this very file in edition 2021.

#![deny(warnings)]
#![warn(clippy::pedantic)]
#![allow(
    clippy::wildcard_imports,
    reason = "each shape starts with the names of its file"
)]
#![allow(
    clippy::match_single_binding,
    clippy::needless_pass_by_value,
    clippy::never_loop,
    clippy::question_mark,
    clippy::trivially_copy_pass_by_ref,
    clippy::unused_self,
    reason = "the shape is what is tested, also where another would be nicer"
)]
#![allow(unsafe_code, reason = "`unsafe fn` is a shape")]

mod awaited;
mod blocking;
mod support;
