use core::{error::Error, iter::FusedIterator, ptr};
#[cfg(feature = "std")]
use std::{boxed::Box, io, sync::Arc};

/// An error and its causes, the outermost first: the walk of [`CausedBy`](crate::CausedBy).
///
/// It ends, also where an error is its own cause. It allocates nothing and keeps no list: it compares each
/// error with one that it has passed, and replaces that one at growing distances (Brent's algorithm).
#[derive(Clone, Debug)]
pub(crate) struct Causes<'a> {
    next: Option<&'a (dyn Error + 'static)>,
    passed: Option<&'a (dyn Error + 'static)>,
    steps: usize,
    steps_until_replaced: usize,
}

impl<'a> Causes<'a> {
    pub(crate) const fn of(error: &'a (dyn Error + 'static)) -> Self {
        Self {
            next: Some(error),
            passed: None,
            steps: 0,
            steps_until_replaced: 1,
        }
    }
}

impl<'a> Iterator for Causes<'a> {
    type Item = &'a (dyn Error + 'static);

    fn next(&mut self) -> Option<Self::Item> {
        let error = self.next.take()?;
        if self.passed.is_some_and(|passed| is_same(passed, error)) {
            return None;
        }
        self.steps += 1;
        if self.steps == self.steps_until_replaced {
            self.passed = Some(error);
            self.steps = 0;
            self.steps_until_replaced = self.steps_until_replaced.saturating_mul(2);
        }
        self.next = hidden_cause(error).or_else(|| error.source());
        Some(error)
    }
}

impl FusedIterator for Causes<'_> {}

/// Whether both are the same error. The address alone does not tell: an error can be the first field of
/// another one. On a circle the same code makes the same pointer each time round, so that it is found.
fn is_same(a: &(dyn Error + 'static), b: &(dyn Error + 'static)) -> bool {
    ptr::eq(a, b)
}

/// The error as a `T`. A pointer to an error is an error of another type, whose `source()` is already
/// that of the error it points to.
pub(crate) fn as_type<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    let found = error
        .downcast_ref::<T>()
        .or_else(|| error.downcast_ref::<&'static T>().copied());
    #[cfg(feature = "std")]
    let found = found
        .or_else(|| error.downcast_ref::<Box<T>>().map(Box::as_ref))
        .or_else(|| error.downcast_ref::<Arc<T>>().map(Arc::as_ref));
    found
}

/// The error in this one that `source()` skips or hides.
fn hidden_cause<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
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
    #[cfg(feature = "reqwest-middleware")]
    if let Some(error) = as_type::<reqwest_middleware::Error>(error) {
        return Some(match error {
            reqwest_middleware::Error::Reqwest(inner) => inner,
            reqwest_middleware::Error::Middleware(inner) => &**inner,
        });
    }
    #[cfg(feature = "ureq")]
    match as_type::<ureq::Error>(error) {
        Some(ureq::Error::Io(inner)) => return Some(inner),
        Some(ureq::Error::Other(inner)) => return Some(&**inner),
        Some(ureq::Error::Http(inner)) => return Some(inner),
        Some(ureq::Error::Protocol(inner)) => return Some(inner),
        _ => {}
    }
    None
}
