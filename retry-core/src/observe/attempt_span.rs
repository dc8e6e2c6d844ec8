#[cfg(feature = "tracing")]
use std::boxed::Box;

#[cfg(feature = "tracing")]
use tracing::Span;

use crate::policy::Policy;

/// The span around an attempt, if the policy asks for one. Without feature `tracing` it has no size.
#[derive(Debug, Default)]
pub(crate) struct AttemptSpan {
    // In a box, so that futures do not grow by a whole span.
    #[cfg(feature = "tracing")]
    pub(super) span: Option<Box<Span>>,
}

#[cfg(feature = "tracing")]
impl AttemptSpan {
    /// The span of an attempt that begins now. `resends` is how often a request was sent before; a run of
    /// anything else has none.
    //
    // Its test is that of `InAttempt`, so that where one follows the other the compiler makes it once.
    #[inline]
    pub(crate) fn open(
        policy: &Policy,
        name: impl FnOnce() -> Option<&'static str>,
        attempt: u32,
        resends: Option<u32>,
    ) -> Self {
        let span = if policy.wants.marks_attempts() {
            Self::opened(policy, name(), attempt, resends)
        } else {
            None
        };
        Self { span }
    }

    #[cold]
    #[inline(never)]
    fn opened(
        policy: &Policy,
        name: Option<&'static str>,
        attempt: u32,
        resends: Option<u32>,
    ) -> Option<Box<Span>> {
        policy.wants.has_spans().then(|| {
            Box::new(tracing::info_span!(
                target: super::run_events::TARGET,
                "retry.attempt",
                retry.name = name,
                retry.attempt = attempt,
                http.request.resend_count = resends
            ))
        })
    }

    // Not inlined: few attempts have a span, which keeps it out of the other call sites.
    #[cold]
    #[inline(never)]
    fn close(span: Box<Span>) {
        drop(span);
    }
}

#[cfg(feature = "tracing")]
impl Drop for AttemptSpan {
    #[inline]
    fn drop(&mut self) {
        if let Some(span) = self.span.take() {
            Self::close(span);
        }
    }
}

#[cfg(not(feature = "tracing"))]
impl AttemptSpan {
    /// No span.
    #[inline]
    pub(crate) fn open(
        _: &Policy,
        _: impl FnOnce() -> Option<&'static str>,
        _: u32,
        _: Option<u32>,
    ) -> Self {
        Self {}
    }
}
