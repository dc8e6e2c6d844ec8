use core::{error::Error, fmt, time::Duration};

#[cfg(feature = "http")]
use crate::http::MethodName;
use crate::nanos;

/// Why a policy was refused: the field, its value, and what is allowed.
///
/// Given by [`Policy::try_from(settings)`](crate::Policy#impl-TryFrom<Settings>-for-Policy).
///
/// ```
/// use retry_core::{Policy, Settings};
///
/// let settings = Settings { attempts: 0, ..Settings::default() };
/// let refused = Policy::try_from(settings).unwrap_err();
/// assert_eq!(refused.field(), "attempts");
/// assert_eq!(refused.to_string(), "`attempts` is 0: write 1 or more, the first attempt included");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InvalidPolicy {
    pub(crate) refusal: Refusal,
}

/// Each rule that a policy can break.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Refusal {
    NoAttempts,
    UnlimitedWithoutEnd,
    Factor(f64),
    FactorWithoutExponential(f64),
    FirstAboveMaxDelay {
        first: u64,
        max_delay: u64,
    },
    Ratio(f64),
    DecorrelatedFromZero,
    ResetWithDeadline {
        reset_after: u64,
    },
    #[cfg(feature = "http")]
    Status {
        field: &'static str,
        code: u16,
    },
    #[cfg(feature = "http")]
    Method(MethodName),
}

impl InvalidPolicy {
    /// The field of [`Settings`](crate::Settings) that was refused.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        self.refusal.field()
    }

    /// What to write instead.
    #[must_use]
    pub const fn allowed(&self) -> &'static str {
        self.refusal.allowed()
    }
}

impl Refusal {
    const fn field(&self) -> &'static str {
        match self {
            Self::NoAttempts | Self::UnlimitedWithoutEnd => "attempts",
            Self::Factor(_) | Self::FactorWithoutExponential(_) => "factor",
            Self::FirstAboveMaxDelay { .. } | Self::DecorrelatedFromZero => "delay",
            Self::Ratio(_) => "jitter",
            Self::ResetWithDeadline { .. } => "reset_after",
            #[cfg(feature = "http")]
            Self::Status { field, .. } => field,
            #[cfg(feature = "http")]
            Self::Method(_) => "methods",
        }
    }

    const fn allowed(&self) -> &'static str {
        match self {
            Self::NoAttempts => "write 1 or more, the first attempt included",
            Self::UnlimitedWithoutEnd => {
                "unlimited attempts want an end: write a `deadline` beside them"
            }
            Self::Factor(_) => "write a finite number above 0",
            Self::FactorWithoutExponential(_) => "only exponential backoff has a factor",
            Self::FirstAboveMaxDelay { .. } => "write at most `max_delay`",
            Self::Ratio(_) => "write a ratio above 0 and at most 1",
            Self::DecorrelatedFromZero => {
                "decorrelated jitter grows from the first delay: write more than 0"
            }
            Self::ResetWithDeadline { .. } => {
                "a deadline ends what a reset would start afresh: write one of the two"
            }
            #[cfg(feature = "http")]
            Self::Status { .. } => "write statuses from 100 to 599",
            #[cfg(feature = "http")]
            Self::Method(_) => {
                "write GET, HEAD, OPTIONS, TRACE, PUT, DELETE, POST, PATCH or CONNECT, and call others idempotent one by one"
            }
        }
    }

    /// The whole refusal for a panic while compiling, where no value can be formatted.
    pub(crate) const fn message(&self) -> &'static str {
        match self {
            Self::NoAttempts => "`attempts` is 0: write 1 or more, the first attempt included",
            Self::UnlimitedWithoutEnd => {
                "unlimited attempts want an end: write a `deadline` beside them"
            }
            Self::Factor(_) => "`factor` is not a finite number above 0",
            Self::FactorWithoutExponential(_) => {
                "`factor` is given, but only exponential backoff has a factor"
            }
            Self::FirstAboveMaxDelay { .. } => "the first delay is longer than `max_delay`",
            Self::Ratio(_) => "the ratio of `jitter` is not above 0 and at most 1",
            Self::DecorrelatedFromZero => {
                "decorrelated jitter grows from the first delay: `delay` must be more than 0"
            }
            Self::ResetWithDeadline { .. } => {
                "`reset_after` beside `deadline`: a deadline ends what a reset would start afresh, write one of the two"
            }
            #[cfg(feature = "http")]
            Self::Status { .. } => "a status is not from 100 to 599",
            #[cfg(feature = "http")]
            Self::Method(_) => "one of `methods` is not a standard method",
        }
    }
}

impl fmt::Display for InvalidPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is ", self.field())?;
        match self.refusal {
            Refusal::NoAttempts => write!(f, "0"),
            Refusal::UnlimitedWithoutEnd => write!(f, "unlimited"),
            Refusal::Factor(factor) | Refusal::FactorWithoutExponential(factor) => {
                write!(f, "{factor}")
            }
            Refusal::FirstAboveMaxDelay { first, max_delay } => write!(
                f,
                "{:?}, with `max_delay` at {:?}",
                nanos::to_duration(first),
                nanos::to_duration(max_delay)
            ),
            Refusal::Ratio(ratio) => write!(f, "{ratio}"),
            Refusal::DecorrelatedFromZero => write!(f, "{:?}", Duration::ZERO),
            Refusal::ResetWithDeadline { reset_after } => {
                write!(
                    f,
                    "{:?}, with a `deadline`",
                    nanos::to_duration(reset_after)
                )
            }
            #[cfg(feature = "http")]
            Refusal::Status { code, .. } => write!(f, "{code}"),
            #[cfg(feature = "http")]
            Refusal::Method(name) => write!(f, "{name}"),
        }?;
        write!(f, ": {}", self.allowed())
    }
}

impl Error for InvalidPolicy {}
