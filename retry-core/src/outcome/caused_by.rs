use core::error::Error;
#[cfg(feature = "std")]
use std::{boxed::Box, io, sync::Arc};

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
/// (`io::Error::other(inner)` names the source of `inner`, not `inner`). It does not see a context that
/// `anyhow` was given, only what the context was put around; for the context itself there is
/// `anyhow::Error::downcast_ref`.
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

fn find<'a, T: Error + 'static>(mut error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    loop {
        let found = pointee(error);
        if found.is_some() {
            return found;
        }
        error = wrapped(error).or_else(|| error.source())?;
    }
}

/// The error as a `T`. A pointer to an error is an error of another type, whose `source()` is already
/// that of the error it points to.
fn pointee<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    let found = error
        .downcast_ref::<T>()
        .or_else(|| error.downcast_ref::<&'static T>().copied());
    #[cfg(feature = "std")]
    let found = found
        .or_else(|| error.downcast_ref::<Box<T>>().map(Box::as_ref))
        .or_else(|| error.downcast_ref::<Arc<T>>().map(Arc::as_ref));
    found
}

/// The error of unknown type in this one that `source()` skips.
fn wrapped<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    if let Some(inner) = error.downcast_ref::<&'static (dyn Error + 'static)>() {
        return Some(*inner);
    }
    if let Some(inner) = error.downcast_ref::<&'static (dyn Error + Send + Sync + 'static)>() {
        return Some(*inner);
    }
    #[cfg(feature = "std")]
    {
        if let Some(inner) = error.downcast_ref::<Arc<dyn Error>>() {
            return Some(&**inner);
        }
        if let Some(inner) = error.downcast_ref::<Arc<dyn Error + Send + Sync>>() {
            return Some(&**inner);
        }
        if let Some(inner) = pointee::<io::Error>(error).and_then(io::Error::get_ref) {
            return Some(inner);
        }
    }
    None
}
