//! What the shapes use.

use std::{
    error::Error,
    fmt,
    future::Future,
    io,
    sync::{
        Mutex,
        atomic::{AtomicU32, Ordering},
    },
};

/// Fails twice, then succeeds with the number of the call.
#[derive(Debug, Default)]
pub struct Probe(AtomicU32);

impl Probe {
    pub const fn new() -> Self {
        Self(AtomicU32::new(0))
    }

    pub fn call(&self) -> Result<u32, Failed> {
        let call = self.0.fetch_add(1, Ordering::Relaxed) + 1;
        if call < 3 { Err(Failed) } else { Ok(call) }
    }

    /// Does the same after it was suspended once.
    pub async fn called(&self) -> Result<u32, Failed> {
        futures_lite::future::yield_now().await;
        self.call()
    }

    /// How many calls there were.
    pub fn calls(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The error of a [`Probe`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Failed;

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("failed")
    }
}

impl Error for Failed {}

impl From<Failed> for io::Error {
    fn from(failed: Failed) -> Self {
        Self::other(failed)
    }
}

/// What happened, in order.
#[derive(Debug, Default)]
pub struct Log(Mutex<Vec<&'static str>>);

impl Log {
    pub fn note(&self, what: &'static str) {
        self.0.lock().expect("never poisoned").push(what);
    }

    pub fn take(&self) -> Vec<&'static str> {
        std::mem::take(&mut self.0.lock().expect("never poisoned"))
    }
}

/// A value that notes its drop.
#[derive(Debug)]
pub struct Noted<'a>(pub &'static str, pub &'a Log);

impl Noted<'_> {
    /// Does nothing. The value is a temporary of the expression around the call.
    pub fn touch(&self) {}

    /// Returns its argument. This value is a temporary of the expression around the call.
    pub fn pass<T>(&self, value: T) -> T {
        value
    }
}

impl Drop for Noted<'_> {
    fn drop(&mut self) {
        self.1.note(self.0);
    }
}

/// Runs a future that is `Send`.
pub fn run<F: Future + Send>(future: F) -> F::Output {
    futures_lite::future::block_on(future)
}

/// Runs a future that would not be `Send` without the attribute either.
pub fn run_local<F: Future>(future: F) -> F::Output {
    futures_lite::future::block_on(future)
}

/// Returns an error from the function, as the macros of `anyhow` and others do.
macro_rules! bail {
    ($error:expr) => {
        return ::core::result::Result::Err(::core::convert::From::from($error))
    };
}
pub(crate) use bail;
