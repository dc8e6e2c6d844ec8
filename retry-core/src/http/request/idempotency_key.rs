use core::{error::Error, fmt, str::FromStr};
use std::string::ToString as _;

use http::{HeaderMap, HeaderValue, Method};
use uuid::Uuid;

use crate::http::policy::HttpPolicy;

/// A key that names one action: a server that supports `Idempotency-Key` acts only once for a key,
/// however often the request arrives. So a POST or PATCH with a key may be retried.
///
/// Make it once per call, before the first attempt, send it with every attempt, and pass it to
/// [`Call::key`](crate::http::Call::key). The caller has to know that the server supports it: a server that
/// ignores the header acts twice. The IETF draft "The Idempotency-Key HTTP Header Field" describes it.
///
/// ```
/// use retry_core::http::{HttpPolicy, IdempotencyKey};
/// use http::{Method, Request};
///
/// const HTTP: HttpPolicy = HttpPolicy::new();
/// let key = IdempotencyKey::random();
/// let request = Request::post("/orders").header(IdempotencyKey::HEADER, &key).body(())?;
/// assert_eq!(IdempotencyKey::find(request.headers()), Some(key.clone()));
/// assert!(HTTP.call(Method::POST).key(&key).may_repeat());
/// # Ok::<(), http::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IdempotencyKey {
    value: HeaderValue,
}

impl IdempotencyKey {
    /// The name of the header.
    pub const HEADER: &'static str = "idempotency-key";

    /// A new key: 122 random bits from the operating system, written as a UUID of version 4 (RFC 9562,
    /// 5.4).
    ///
    /// # Panics
    ///
    /// When the operating system gives no random numbers: a key that another call might have too is
    /// worse than none.
    #[must_use]
    pub fn random() -> Self {
        let text = Uuid::new_v4().hyphenated().to_string();
        let value = HeaderValue::try_from(text).expect("digits and hyphens make a header value");
        Self { value }
    }

    /// The key of a request: its header, if that is readable and not empty.
    #[must_use]
    pub fn find(headers: &HeaderMap) -> Option<Self> {
        let value = headers.get(Self::HEADER)?;
        Self::new(value.clone()).ok()
    }

    /// The key as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.value.to_str().unwrap_or_default()
    }

    fn new(value: HeaderValue) -> Result<Self, InvalidKey> {
        match value.to_str() {
            Ok(text) if !text.trim().is_empty() => Ok(Self { value }),
            _ => Err(InvalidKey { _private: () }),
        }
    }
}

/// A key of your own, such as an order number: visible ASCII, sent unchanged. For a server that expects
/// the quotes of a structured field, write them too: `"\"8e03978e\""`.
impl FromStr for IdempotencyKey {
    type Err = InvalidKey;

    fn from_str(text: &str) -> Result<Self, InvalidKey> {
        let value = HeaderValue::from_str(text).map_err(|_| InvalidKey { _private: () })?;
        Self::new(value)
    }
}

impl HttpPolicy {
    /// The key to add to a request: a new one if the policy [makes keys](Self::make_keys), the method is
    /// not one that may be repeated anyway, and the request has none. Call this once per call, not once
    /// per attempt: the key must stay the same.
    #[must_use]
    pub fn key_for(&self, method: &Method, headers: &HeaderMap) -> Option<IdempotencyKey> {
        let wants_key = self.make_keys
            && !self.methods.contains(method)
            && !headers.contains_key(IdempotencyKey::HEADER);
        wants_key.then(IdempotencyKey::random)
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// With this, clients accept `&key` as the value of a header.
impl From<&IdempotencyKey> for HeaderValue {
    fn from(key: &IdempotencyKey) -> Self {
        key.value.clone()
    }
}

/// The error for a text that cannot be an [`IdempotencyKey`]: it is empty, or has characters that are
/// not visible ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidKey {
    _private: (),
}

impl fmt::Display for InvalidKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an idempotency key is visible ASCII text, and not empty")
    }
}

impl Error for InvalidKey {}
