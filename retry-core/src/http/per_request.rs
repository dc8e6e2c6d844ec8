use super::{HttpPolicy, IdempotencyKey};

/// What one request wants, in place of what is mounted at its URL. It goes into the request's
/// extensions.
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
#[must_use = "it does nothing outside of a request's extensions"]
pub struct PerRequest {
    pub(super) policy: Option<HttpPolicy>,
    pub(super) is_never: bool,
    pub(super) is_idempotent: bool,
    pub(super) key: Option<IdempotencyKey>,
}

impl PerRequest {
    /// Nothing but what is mounted.
    pub const fn new() -> Self {
        Self {
            policy: None,
            is_never: false,
            is_idempotent: false,
            key: None,
        }
    }

    /// No retry, whatever is mounted.
    pub const fn never() -> Self {
        let mut wanted = Self::new();
        wanted.is_never = true;
        wanted
    }

    /// This policy, whatever is mounted, and where nothing is.
    pub const fn with(policy: HttpPolicy) -> Self {
        let mut wanted = Self::new();
        wanted.policy = Some(policy);
        wanted
    }

    /// Says that this request may be repeated whatever its method, see
    /// [`Call::idempotent`](super::Call::idempotent).
    pub const fn idempotent(mut self) -> Self {
        self.is_idempotent = true;
        self
    }

    /// Sends this key with each attempt, even if there is only one; unless the request has a key among
    /// its headers.
    pub fn key(mut self, key: IdempotencyKey) -> Self {
        self.key = Some(key);
        self
    }
}
