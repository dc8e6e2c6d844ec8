use core::error::Error;

use super::causes::{Causes, as_type};

/// Finds an error of a given type among an error and its causes.
///
/// An extension method for concrete errors, `dyn Error`, and what dereferences to it: `Box<dyn Error>`
/// (with or without `Send` and `Sync`), `&(dyn Error + 'static)`, `anyhow::Error`.
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
/// It finds the outermost match. It also looks where `source()` does not lead: into the `Box`, `Arc`
/// or `&'static` around an error, and into the error inside an `io::Error` (the `source()` of
/// `io::Error::other(inner)` is that of `inner`). With their features, it also looks into the errors
/// of ureq, which have no `source()`, and of `reqwest-middleware`, whose `source()` skips the error
/// inside. It finds the error below an `anyhow` context, but not the context itself; for that, use
/// `anyhow::Error::downcast_ref`.
///
/// The search ends, also where an error is its own cause.
pub trait CausedBy {
    /// The first `T` among the error itself and its chain of causes.
    #[must_use]
    fn caused_by<T: Error + 'static>(&self) -> Option<&T>;
}

// `E` is sized, so the trait objects below need their own impls. Pointers to those are not errors
// themselves and need no impl: method calls dereference them.
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
