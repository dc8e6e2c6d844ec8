use core::{error::Error, fmt};

use super::Refusal;
#[cfg(target_has_atomic = "64")]
use crate::limits::BudgetRefusal;

/// Why [`Settings`](crate::Settings) make no policy: the field, its value, and what is allowed. The
/// error of [`Policy::try_from`](crate::Policy#impl-TryFrom<Settings>-for-Policy).
///
/// ```
/// use retry_core::{Attempts, Policy, Settings};
///
/// let settings = Settings { attempts: Attempts::Limited(0), ..Settings::default() };
/// let refused = Policy::try_from(settings).unwrap_err();
/// assert_eq!(refused.field(), "attempts");
/// assert_eq!(refused.to_string(), "`attempts` is 0: write 1 or more, the first attempt included");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InvalidPolicy {
    refusal: Refusal,
}

impl InvalidPolicy {
    /// The invalid field of [`Settings`](crate::Settings).
    #[must_use]
    pub const fn field(&self) -> &'static str {
        self.refusal.field()
    }

    /// Whether another field can still make the settings valid: a deadline, for unlimited attempts.
    #[cfg(feature = "serde")]
    pub(crate) fn may_be_mended(&self) -> bool {
        self.refusal == Refusal::UnlimitedWithoutEnd
    }

    /// What to write instead.
    #[must_use]
    pub const fn allowed(&self) -> &'static str {
        self.refusal.allowed()
    }
}

impl From<Refusal> for InvalidPolicy {
    fn from(refusal: Refusal) -> Self {
        Self { refusal }
    }
}

#[cfg(target_has_atomic = "64")]
impl From<BudgetRefusal> for InvalidPolicy {
    fn from(refusal: BudgetRefusal) -> Self {
        Refusal::Budget(refusal).into()
    }
}

impl fmt::Display for InvalidPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (field, value, allowed) = (self.field(), self.refusal, self.allowed());
        write!(f, "`{field}` is {value}: {allowed}")
    }
}

impl Error for InvalidPolicy {}
