use core::marker::PhantomData;

use super::AttemptSpan;
use crate::{driver::Inside, policy::Policy};

/// What holds while the code of an attempt runs: the thread is marked, so that nested runs do not retry, and
/// the span is entered.
#[derive(Debug)]
pub(crate) struct InAttempt<'a> {
    inside: Option<Inside>,
    #[cfg(feature = "tracing")]
    entered: Option<tracing::span::Entered<'a>>,
    span: PhantomData<&'a AttemptSpan>,
}

impl<'a> InAttempt<'a> {
    /// What an attempt under this policy wants of it. Most want nothing, which costs one test.
    #[inline]
    pub(crate) fn of(policy: &Policy, span: &'a AttemptSpan) -> Option<Self> {
        policy
            .wants
            .marks_attempts()
            .then(|| Self::enter(policy, span))
    }

    #[cold]
    #[inline(never)]
    fn enter(policy: &Policy, span: &'a AttemptSpan) -> Self {
        #[cfg(not(feature = "tracing"))]
        let _ = span;
        Self {
            inside: Inside::of(policy),
            #[cfg(feature = "tracing")]
            entered: span.span.as_deref().map(tracing::Span::enter),
            span: PhantomData,
        }
    }

    #[cold]
    #[inline(never)]
    fn leave(&mut self) {
        #[cfg(feature = "tracing")]
        {
            self.entered = None;
        }
        self.inside = None;
    }
}

impl Drop for InAttempt<'_> {
    #[inline]
    fn drop(&mut self) {
        self.leave();
    }
}
