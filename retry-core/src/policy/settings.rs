use core::{fmt, time::Duration};

#[cfg(feature = "tracing")]
use super::observation::Observation;
use super::{
    Attempts, Backoff, BackoffKind, InvalidPolicy, Jitter, Policy,
    backoff::DEFAULT_FACTOR,
    nanos,
    policy::{DEFAULT_DELAY, DEFAULT_MAX_RETRY_AFTER},
};

/// A policy as plain values, for values that come from a configuration file or a command line.
///
/// `Policy::try_from(settings)` checks them, and its error names the field; `Settings::from(policy)`
/// gives them back. [`clamped`](Settings::clamped) corrects them instead of refusing them. End with
/// `..Settings::default()`, since fields may be added.
///
/// ```
/// use core::time::Duration;
/// use retry_core::{Attempts, Policy, Settings};
///
/// let settings = Settings {
///     attempts: Attempts::Limited(5),
///     backoff: Some(Duration::from_secs(1)),
///     deadline: Some(Duration::from_secs(60)),
///     ..Settings::default()
/// };
/// let policy = Policy::try_from(settings)?;
/// assert_eq!(Settings::from(policy), settings);
/// # Ok::<(), retry_core::InvalidPolicy>(())
/// ```
///
/// # What is not a setting
///
/// A [`budget`](Policy::budget), [`suppress_nested`](Policy::suppress_nested), and what events, spans and metrics
/// are to be: they belong to the code, not to a deployment. Set them on the
/// policy that was made.
/// `Settings::from(policy)` loses them, and so does a policy that is written to a file and read again.
///
/// ```
/// use retry_core::{Policy, Settings};
///
/// let policy = Policy::try_from(Settings::default())?.suppress_nested();
/// assert_ne!(Policy::try_from(Settings::from(policy))?, policy);
/// # Ok::<(), retry_core::InvalidPolicy>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// How many attempts a run may make, the first included. The default is 3. `Unlimited` needs a
    /// `deadline`.
    pub attempts: Attempts,
    /// The nominal delay before the first retry. `None` is 100 ms, or `max_delay` if that is shorter.
    pub backoff: Option<Duration>,
    /// How the delays go on from there. The default is exponential.
    pub kind: BackoffKind,
    /// The factor by which exponential delays grow: finite and above 0. `None` is 2. The other kinds
    /// have none.
    pub factor: Option<f64>,
    /// Whether the first retry is made without a delay.
    pub fast_first: bool,
    /// The longest delay, at least `backoff`. `None` is 30 s, or `backoff` if that is longer.
    pub max_delay: Option<Duration>,
    /// How delays are made random. The default is `Full`.
    pub jitter: Jitter,
    /// The time, from the start of the first attempt, after which no attempt begins.
    pub deadline: Option<Duration>,
    /// An attempt that ran this long before it failed starts the run over: more than 0.
    pub reset_after: Option<Duration>,
    /// The longest delay that a callee may ask for. The default is 60 s.
    pub max_retry_after: Duration,
    /// Whether to wait exactly as long as the callee asks, without jitter or backoff.
    pub exact_hints: bool,
    /// The first delay of the backoff after a throttled failure, at most `max_delay`. `None` is as after
    /// other failures.
    pub throttled_delay: Option<Duration>,
    /// The seed of the jitter, which makes the delays repeatable. `None` is a new seed for each run.
    pub seed: Option<u64>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            attempts: Attempts::default(),
            backoff: None,
            kind: BackoffKind::default(),
            factor: None,
            fast_first: false,
            max_delay: None,
            jitter: Jitter::default(),
            deadline: None,
            reset_after: None,
            max_retry_after: DEFAULT_MAX_RETRY_AFTER,
            exact_hints: false,
            throttled_delay: None,
            seed: None,
        }
    }
}

impl Settings {
    /// What is wrong already, whatever fields follow.
    #[cfg(feature = "serde")]
    pub(crate) fn early_refusal(&self) -> Option<InvalidPolicy> {
        let refused = Policy::try_from(*self).err();
        refused.filter(|refused| !refused.may_be_mended())
    }
}

impl TryFrom<Settings> for Policy {
    type Error = InvalidPolicy;

    /// # Errors
    ///
    /// The first invalid field, with its value and what is allowed.
    fn try_from(settings: Settings) -> Result<Self, InvalidPolicy> {
        let policy = settings.unchecked();
        match policy.refusal().or(policy.settings_refusal()) {
            Some(refusal) => Err(refusal.into()),
            None => Ok(policy),
        }
    }
}

impl Settings {
    /// The policy that these settings describe, valid or not.
    pub(super) fn unchecked(self) -> Policy {
        let mut policy = Policy::new();
        policy.attempts = self.attempts.count();
        match self.backoff {
            Some(first) => policy.set_backoff(Backoff::new(self.kind, first)),
            // The default delay may be above `max_delay`.
            None => policy.backoff = Backoff::new(self.kind, DEFAULT_DELAY),
        }
        if self.fast_first {
            policy.backoff = policy.backoff.fast_first();
        }
        if let Some(factor) = self.factor {
            policy.set_factor(factor);
        }
        if let Some(max_delay) = self.max_delay {
            policy.set_max_delay(max_delay);
        }
        policy.jitter = self.jitter;
        policy.deadline = nanos::of_limit(self.deadline);
        policy.reset_after = nanos::of_limit(self.reset_after);
        policy.note_clock();
        policy.max_retry_after = nanos::from_duration(self.max_retry_after);
        policy.exact_hints = self.exact_hints;
        policy.throttled_delay = nanos::of_limit(self.throttled_delay);
        policy.seed = self.seed;
        policy
    }
}

impl From<Policy> for Settings {
    /// Without what is not a setting: the budget, for one.
    #[allow(
        clippy::float_cmp,
        reason = "the default is stored as it is, never computed"
    )]
    fn from(policy: Policy) -> Self {
        let Backoff {
            kind,
            first,
            factor,
            fast_first,
            ..
        } = policy.backoff;
        Self {
            attempts: Attempts::of_count(policy.attempts),
            backoff: policy.explicit.backoff.then_some(nanos::to_duration(first)),
            kind,
            // With another kind, settings that have a factor are invalid.
            factor: (kind == BackoffKind::Exponential
                && (policy.explicit.factor || factor != DEFAULT_FACTOR))
                .then_some(factor),
            fast_first,
            max_delay: nanos::limit(policy.backoff.explicit_max_delay()),
            jitter: policy.jitter,
            deadline: nanos::limit(policy.deadline),
            reset_after: nanos::limit(policy.reset_after),
            max_retry_after: nanos::to_duration(policy.max_retry_after),
            exact_hints: policy.exact_hints,
            throttled_delay: nanos::limit(policy.throttled_delay),
            seed: policy.seed,
        }
    }
}

/// Shows the fields of its [`Settings`], and after them what is set and not a setting.
#[allow(
    clippy::missing_fields_in_debug,
    reason = "the settings are made of the other fields"
)]
impl fmt::Debug for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Policy");
        macro_rules! show {
            ($($field:ident)*) => {{
                let Settings { $($field),* } = Settings::from(*self);
                $(shown.field(stringify!($field), &$field);)*
            }};
        }
        show!(attempts backoff kind factor fast_first max_delay jitter deadline reset_after
            max_retry_after exact_hints throttled_delay seed);
        if let Some(budget) = self.budget {
            shown.field("budget", budget);
        }
        if self.wants.suppresses_nested() {
            shown.field("suppress_nested", &true);
        }
        #[cfg(feature = "tracing")]
        {
            if self.wants.has_spans() {
                shown.field("attempt_spans", &true);
            }
            let level = self.observation.retry_level;
            if level != Observation::DEFAULT.retry_level {
                shown.field("retry_level", &level);
            }
        }
        if self.observation.records_duration() {
            shown.field("record_duration", &true);
        }
        shown.finish()
    }
}
