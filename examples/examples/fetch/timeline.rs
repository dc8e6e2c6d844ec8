use std::{fmt::Display, time::Duration};

use retry_core::{Event, StopReason};

use crate::fetcher::Page;

/// The hook before each wait.
pub(crate) fn waiting(event: &Event<'_, Page>) {
    if let (Some(error), Some(delay)) = (event.error(), event.delay()) {
        wait(event.attempt(), error, delay);
    }
}

/// The hook at the end of a run that failed.
pub(crate) fn stopped(event: &Event<'_, Page>) {
    if let Some(error) = event.error() {
        stop(event.attempt(), error, event.reason());
    }
}

pub(crate) fn wait(attempt: u32, failure: impl Display, delay: Duration) {
    println!("    attempt {attempt}: {failure}; waits {delay:.1?}");
}

pub(crate) fn stop(attempt: u32, failure: impl Display, reason: Option<StopReason>) {
    match reason {
        Some(reason) => println!("    attempt {attempt}: {failure}; stops: {reason}"),
        None => println!("    attempt {attempt}: {failure}"),
    }
}

/// The outcome as the caller sees it.
pub(crate) fn outcome(page: &Page) {
    match page {
        Ok(page) => println!("    => fetched, {} bytes", page.len()),
        Err(error) => println!("    => failed, {error}"),
    }
}
