//! The cases: what each one does and how its figure is made of the counted instructions.

use crate::policy::{DELAYS, FAILURES};

/// One thing that is measured, for every contender that can do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Case {
    /// Blocking code that succeeds at once, under a policy built before.
    BlockingOutside,
    /// The same, under a policy built for each call.
    BlockingPerCall,
    /// Async code that succeeds at once, with tokio's sleep in its future.
    Awaited,
    /// An annotated blocking function that succeeds at once.
    AnnotatedBlocking,
    /// An annotated async function that succeeds at once.
    AnnotatedAsync,
    /// A retry without jitter, its sleep left out.
    RetryExact,
    /// A retry with full jitter, its sleep left out.
    RetryJittered,
    /// A delay of the schedule, without jitter.
    DelayExact,
    /// A delay of the schedule, with full jitter.
    DelayJittered,
    /// Blocking code that succeeds at once, under a deadline.
    Deadline,
}

impl Case {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 10] = [
        Self::BlockingOutside,
        Self::BlockingPerCall,
        Self::Awaited,
        Self::AnnotatedBlocking,
        Self::AnnotatedAsync,
        Self::RetryExact,
        Self::RetryJittered,
        Self::DelayExact,
        Self::DelayJittered,
        Self::Deadline,
    ];

    /// The name on the command line and in the figures.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::BlockingOutside => "blocking-outside",
            Self::BlockingPerCall => "blocking-per-call",
            Self::Awaited => "awaited",
            Self::AnnotatedBlocking => "annotated-blocking",
            Self::AnnotatedAsync => "annotated-async",
            Self::RetryExact => "retry-exact",
            Self::RetryJittered => "retry-jittered",
            Self::DelayExact => "delay-exact",
            Self::DelayJittered => "delay-jittered",
            Self::Deadline => "deadline",
        }
    }

    /// The case of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|case| case.name() == name)
    }

    /// What its row is called.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::BlockingOutside => "blocking, success at once, policy built before",
            Self::BlockingPerCall => "blocking, success at once, policy built per call",
            Self::Awaited => "async, success at once, tokio's sleep",
            Self::AnnotatedBlocking => "annotated blocking function, success at once",
            Self::AnnotatedAsync => "annotated async function, success at once",
            Self::RetryExact => "one retry without jitter, sleep left out",
            Self::RetryJittered => "one retry with full jitter, sleep left out",
            Self::DelayExact => "one delay of the schedule, no jitter",
            Self::DelayJittered => "one delay of the schedule, full jitter",
            Self::Deadline => {
                "blocking, success at once, under a deadline, over a call and a clock"
            }
        }
    }

    /// Into how many parts the cost of one run is divided.
    #[must_use]
    pub fn parts(self) -> u32 {
        match self {
            Self::RetryExact | Self::RetryJittered => FAILURES,
            Self::DelayExact | Self::DelayJittered => DELAYS,
            _ => 1,
        }
    }

    /// What `times` runs must return when they do the work that was asked for.
    #[must_use]
    pub fn expected(self, times: u64) -> u64 {
        match self {
            Self::DelayExact | Self::DelayJittered => times * u64::from(DELAYS),
            _ => times,
        }
    }
}

/// The cases of blocking code without an attribute.
pub const BLOCKING: &[Case] = &[Case::BlockingOutside, Case::BlockingPerCall, Case::Deadline];

/// The cases of annotated functions.
pub const ANNOTATED: &[Case] = &[Case::AnnotatedBlocking, Case::AnnotatedAsync];

/// The cases of retries that do not sleep.
pub const RETRIES: &[Case] = &[Case::RetryExact, Case::RetryJittered];

/// The cases of schedules.
pub const SCHEDULES: &[Case] = &[Case::DelayExact, Case::DelayJittered];

/// All cases but those of annotated functions.
pub const BUT_ANNOTATED: &[Case] = &[
    Case::BlockingOutside,
    Case::BlockingPerCall,
    Case::Awaited,
    Case::RetryExact,
    Case::RetryJittered,
    Case::DelayExact,
    Case::DelayJittered,
    Case::Deadline,
];
