#[cfg(feature = "tracing")]
use std::boxed::Box;

use crate::policy::Policy;

/// The span around an attempt, if the policy asks for one. Without feature `tracing` it has no size.
#[derive(Debug)]
pub(crate) struct AttemptSpan {
    // In a box, so that futures do not grow by a whole span.
    #[cfg(feature = "tracing")]
    pub(super) span: Option<Box<tracing::Span>>,
}

impl AttemptSpan {
    /// The span of an attempt that begins now.
    #[cfg(feature = "tracing")]
    #[inline]
    pub(crate) fn open(
        policy: &Policy,
        name: impl FnOnce() -> Option<&'static str>,
        attempt: u32,
    ) -> Self {
        if policy.marks.has_spans() {
            Self::opened(name(), attempt)
        } else {
            Self { span: None }
        }
    }

    // Not inlined: few runs need this, which keeps it out of the other call sites.
    #[cfg(feature = "tracing")]
    #[cold]
    #[inline(never)]
    fn opened(name: Option<&'static str>, attempt: u32) -> Self {
        let span = tracing::info_span!(
            target: super::run_events::TARGET,
            "retry.attempt",
            retry.name = name,
            retry.attempt = attempt
        );
        Self {
            span: Some(Box::new(span)),
        }
    }

    /// No span.
    #[cfg(not(feature = "tracing"))]
    #[inline]
    pub(crate) fn open(_: &Policy, _: impl FnOnce() -> Option<&'static str>, _: u32) -> Self {
        Self {}
    }
}
