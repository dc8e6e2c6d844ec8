//! The cases: what each one is called, and how the counted instructions become its figure.

use crate::policy::{DELAYS, FAILURES};

/// A piece of work that is measured for every contender that can do it. `ROWS` describes each.
#[allow(missing_docs, reason = "the title of each case is in its row")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Case {
    BlockingOutside,
    BlockingPerCall,
    Awaited,
    Hedged,
    TwoPlaces,
    AnnotatedBlocking,
    AnnotatedAsync,
    RetryExact,
    RetryJittered,
    DelayExact,
    DelayJittered,
    Deadline,
    BreakerBlocking,
    BreakerAwaited,
    BreakerRate,
}

/// The description of a case.
#[derive(Clone, Copy, Debug)]
struct Row {
    case: Case,
    /// Its name on the command line and in the figures.
    name: &'static str,
    /// The title of its row in the README.
    title: &'static str,
    /// The most instructions that this crate should need.
    target: &'static str,
    /// How many retries, delays or awaits a run makes: the figure is the cost of one.
    parts: u32,
}

/// All cases, in the order of the README's table.
const ROWS: [Row; 15] = [
    Row {
        case: Case::BlockingOutside,
        name: "blocking-outside",
        title: "blocking, success at once, policy built before",
        target: "10",
        parts: 1,
    },
    Row {
        case: Case::BlockingPerCall,
        name: "blocking-per-call",
        title: "blocking, success at once, policy built per call",
        target: "14",
        parts: 1,
    },
    Row {
        case: Case::Awaited,
        name: "awaited",
        title: "async, success at once, tokio's sleep",
        target: "40",
        parts: 1,
    },
    Row {
        case: Case::Hedged,
        name: "hedged",
        title: "async, success at once, with a hedge that never starts",
        target: "40 above without",
        parts: 1,
    },
    Row {
        case: Case::TwoPlaces,
        name: "two-places",
        title: "async, success at once, awaited in two places, for each",
        target: "92 (0.7 of 131), below backon",
        parts: 2,
    },
    Row {
        case: Case::AnnotatedBlocking,
        name: "annotated-blocking",
        title: "annotated blocking function, success at once",
        target: "1",
        parts: 1,
    },
    Row {
        case: Case::AnnotatedAsync,
        name: "annotated-async",
        title: "annotated async function, success at once",
        target: "2",
        parts: 1,
    },
    Row {
        case: Case::RetryExact,
        name: "retry-exact",
        title: "one retry without jitter, sleep left out",
        target: "70",
        parts: FAILURES,
    },
    Row {
        case: Case::RetryJittered,
        name: "retry-jittered",
        title: "one retry with full jitter, sleep left out",
        target: "100",
        parts: FAILURES,
    },
    Row {
        case: Case::DelayExact,
        name: "delay-exact",
        title: "one delay of the schedule, no jitter",
        target: "20",
        parts: DELAYS,
    },
    Row {
        case: Case::DelayJittered,
        name: "delay-jittered",
        title: "one delay of the schedule, full jitter",
        target: "40",
        parts: DELAYS,
    },
    Row {
        case: Case::Deadline,
        name: "deadline",
        title: "blocking, success at once, under a deadline, over a call and a clock",
        target: "as without",
        parts: 1,
    },
    Row {
        case: Case::BreakerBlocking,
        name: "breaker-blocking",
        title: "blocking, success at once, through a closed breaker",
        target: "20",
        parts: 1,
    },
    Row {
        case: Case::BreakerAwaited,
        name: "breaker-awaited",
        title: "async, success at once, tokio's sleep, through a closed breaker",
        target: "72",
        parts: 1,
    },
    Row {
        case: Case::BreakerRate,
        name: "breaker-rate",
        title: "blocking, success at once, through a closed breaker with a rate, over a call and a clock",
        target: "none",
        parts: 1,
    },
];

impl Case {
    /// All cases, in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|row| row.case)
    }

    fn row(self) -> &'static Row {
        ROWS.iter()
            .find(|row| row.case == self)
            .expect("each case has its row")
    }

    /// Its name on the command line and in the figures.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The case with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|case| case.name() == name)
    }

    /// The title of its row in the README.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.row().title
    }

    /// The most instructions that this crate should need.
    #[must_use]
    pub fn target(self) -> &'static str {
        self.row().target
    }

    /// How many retries, delays or awaits a run makes: the figure is the cost of one.
    #[must_use]
    pub fn parts(self) -> u32 {
        self.row().parts
    }

    /// What `times` runs return when they have done all their work.
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

/// All cases except those of annotated functions.
pub const BUT_ANNOTATED: &[Case] = &[
    Case::BlockingOutside,
    Case::BlockingPerCall,
    Case::Awaited,
    Case::Hedged,
    Case::TwoPlaces,
    Case::RetryExact,
    Case::RetryJittered,
    Case::DelayExact,
    Case::DelayJittered,
    Case::Deadline,
    Case::BreakerBlocking,
    Case::BreakerAwaited,
    Case::BreakerRate,
];

/// All cases except those of closed breakers and of hedges: what a crate that does not retry cannot do.
pub const OF_RETRIES: &[Case] = &[
    Case::BlockingOutside,
    Case::BlockingPerCall,
    Case::Awaited,
    Case::TwoPlaces,
    Case::AnnotatedBlocking,
    Case::AnnotatedAsync,
    Case::RetryExact,
    Case::RetryJittered,
    Case::DelayExact,
    Case::DelayJittered,
    Case::Deadline,
];

/// The cases of breakers around blocking calls.
pub const BLOCKING_BREAKERS: &[Case] = &[Case::BreakerBlocking, Case::BreakerRate];

/// All cases of closed breakers.
pub const BREAKERS: &[Case] = &[
    Case::BreakerBlocking,
    Case::BreakerAwaited,
    Case::BreakerRate,
];
