use super::idempotency_key::IdempotencyKey;
use crate::http::policy::HttpPolicy;

/// Settings of one request, which replace what is mounted at its URL. Put it into the extensions of the
/// request.
///
/// ```
/// use retry_core::{Policy, http::{HttpPolicy, IdempotencyKey, PerRequest}};
///
/// const PATIENT: HttpPolicy = HttpPolicy::new().policy(Policy::new().attempts(9));
///
/// let once = PerRequest::never();
/// let patient = PerRequest::with(PATIENT);
/// let query = PerRequest::new().idempotent();
/// let order = PerRequest::new().key(IdempotencyKey::random());
/// # #[cfg(any())]
/// client.post(url).with_extension(order).send().await?;
/// # let _ = (once, patient, query, order);
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "it does nothing before it is in the extensions of a request"]
pub struct PerRequest {
    pub(in crate::http) policy: Option<HttpPolicy>,
    pub(in crate::http) is_never: bool,
    pub(in crate::http) is_idempotent: bool,
    pub(in crate::http) key: Option<IdempotencyKey>,
}

impl PerRequest {
    /// No settings: what is mounted applies.
    pub const fn new() -> Self {
        Self {
            policy: None,
            is_never: false,
            is_idempotent: false,
            key: None,
        }
    }

    /// No retries, whatever is mounted.
    pub const fn never() -> Self {
        let mut settings = Self::new();
        settings.is_never = true;
        settings
    }

    /// This policy, whatever is mounted, even if nothing is.
    pub const fn with(policy: HttpPolicy) -> Self {
        let mut settings = Self::new();
        settings.policy = Some(policy);
        settings
    }

    /// Says that this request may be repeated whatever its method is, see
    /// [`Call::idempotent`](crate::http::Call::idempotent).
    pub const fn idempotent(mut self) -> Self {
        self.is_idempotent = true;
        self
    }

    /// Sends this key with each attempt, also when no retry is possible. A key that is already among the
    /// headers of the request stays.
    pub fn key(mut self, key: IdempotencyKey) -> Self {
        self.key = Some(key);
        self
    }
}
