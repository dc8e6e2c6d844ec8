//! `#[derive(Retryable)]`, by the verdict of each mark and by the calls of a function that obeys it.

#![deny(warnings)]
#![warn(clippy::pedantic, clippy::nursery)]
#![warn(
    unused_qualifications,
    single_use_lifetimes,
    unused_lifetimes,
    let_underscore_drop
)]
// Errors have fields and variants that are only matched.
#![allow(dead_code)]

mod enums;
mod generics;
mod items;
mod lints;
mod names;
mod structs;
mod transparent;

use std::{cell::Cell, io, sync::Arc, time::Duration};

use retry_core::{
    Report, Retryable, StopReason, Verdict, retry,
    testing::{ManualClock, no_waits},
};
use retry_tests::SECOND;

thread_local! {
    static CALLS: Cell<u32> = const { Cell::new(0) };
}

/// Always fails with this error.
#[retry(on = Retryable::verdict)]
fn fail<E: Retryable>(make: &dyn Fn() -> E) -> Result<(), E> {
    CALLS.set(CALLS.get() + 1);
    Err(make())
}

#[expect(clippy::future_not_send, reason = "it stays on the thread of its test")]
#[retry(on = Retryable::verdict)]
async fn fail_async<E: Retryable>(make: &dyn Fn() -> E) -> Result<(), E> {
    CALLS.set(CALLS.get() + 1);
    Err(make())
}

/// Asserts the verdict, and that functions with this error are called once or, if it is retried, three
/// times.
#[track_caller]
fn assert_verdict<E: Retryable>(make: impl Fn() -> E, verdict: Verdict) {
    assert_eq!(make().verdict(), verdict);
    let calls = if verdict == Verdict::Stop { 1 } else { 3 };
    let _guard = no_waits();
    CALLS.set(0);
    assert!(fail(&make).is_err());
    assert_eq!(CALLS.get(), calls);
    CALLS.set(0);
    assert!(futures_lite::future::block_on(fail_async(&make)).is_err());
    assert_eq!(CALLS.get(), calls);
}

fn interrupted() -> io::Error {
    io::ErrorKind::Interrupted.into()
}

fn not_found() -> io::Error {
    io::ErrorKind::NotFound.into()
}
