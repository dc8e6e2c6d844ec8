use core::error::Error;

use super::causes::{Causes, as_type};

/// Looks for an error of a given type in an error and in what it was caused by.
///
/// An extension method for concrete errors, `dyn Error`, and what dereferences to it: `Box<dyn Error>`
/// (with `Send` and `Sync` or without), `&(dyn Error + 'static)`, `anyhow::Error`.
///
/// ```
/// # #[cfg(feature = "std")] {
/// use retry_core::{CausedBy, retry};
/// use std::{error::Error, fmt, io};
///
/// #[derive(Debug)]
/// struct Unreadable(io::Error);
///
/// impl fmt::Display for Unreadable {
///     fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
///         f.write_str("the file cannot be read")
///     }
/// }
///
/// impl Error for Unreadable {
///     fn source(&self) -> Option<&(dyn Error + 'static)> {
///         Some(&self.0)
///     }
/// }
///
/// let mut calls = 0;
/// let result = retry(|| -> Result<(), Box<dyn Error>> {
///     calls += 1;
///     Err(Unreadable(io::ErrorKind::Interrupted.into()).into())
/// })
/// .backoff(std::time::Duration::from_millis(1))
/// .on(|e| e.caused_by::<io::Error>().is_some_and(|io| io.kind() == io::ErrorKind::Interrupted))
/// .call();
/// assert!(result.is_err());
/// assert_eq!(calls, 3);
/// # }
/// ```
///
/// The outermost match is found. The walk also looks where `source()` alone does not lead: into the
/// `Box`, `Arc` or `&'static` around an error, and into the error that an `io::Error` was made from
/// (`io::Error::other(inner)` names the source of `inner`, not `inner`). With their features, it also looks
/// into the errors of ureq, which have no `source()`, and of `reqwest-middleware`, whose `source()` skips
/// the error inside. It does not see a context that `anyhow` was given, only what the context was put
/// around; for the context itself there is `anyhow::Error::downcast_ref`.
///
/// The walk ends, also where an error is its own cause.
pub trait CausedBy {
    /// The error itself, or the first in its chain of sources, that is a `T`.
    #[must_use]
    fn caused_by<T: Error + 'static>(&self) -> Option<&T>;
}

// Sized, so it leaves the trait objects below to their own impls. Pointers to those are no errors
// themselves; the method is found by dereferencing them, which needs no impl for each pointer.
impl<E: Error + 'static> CausedBy for E {
    fn caused_by<T: Error + 'static>(&self) -> Option<&T> {
        find(self)
    }
}

impl CausedBy for dyn Error {
    fn caused_by<T: Error + 'static>(&self) -> Option<&T> {
        find(self)
    }
}

impl CausedBy for dyn Error + Send {
    fn caused_by<T: Error + 'static>(&self) -> Option<&T> {
        find(self)
    }
}

impl CausedBy for dyn Error + Send + Sync {
    fn caused_by<T: Error + 'static>(&self) -> Option<&T> {
        find(self)
    }
}

fn find<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    Causes::of(error).find_map(as_type)
}
