use core::error::Error;
#[cfg(feature = "std")]
use std::{boxed::Box, io, sync::Arc};

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
/// `io::Error::other(inner)` is that of `inner`). It finds the error below an `anyhow` context, but
/// not the context itself; for that, use `anyhow::Error::downcast_ref`.
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

fn find<'a, T: Error + 'static>(mut error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    loop {
        let found = as_type(error);
        if found.is_some() {
            return found;
        }
        error = wrapped(error).or_else(|| error.source())?;
    }
}

/// The error as a `T`, also through a pointer, which is an error of another type with the same
/// `source()`.
fn as_type<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    let found = error
        .downcast_ref::<T>()
        .or_else(|| error.downcast_ref::<&'static T>().copied());
    #[cfg(feature = "std")]
    let found = found
        .or_else(|| error.downcast_ref::<Box<T>>().map(Box::as_ref))
        .or_else(|| error.downcast_ref::<Arc<T>>().map(Arc::as_ref));
    found
}

/// The error inside this one that `source()` skips.
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
        if let Some(inner) = as_type::<io::Error>(error).and_then(io::Error::get_ref) {
            return Some(inner);
        }
    }
    None
}
