use core::{error::Error, fmt, str::FromStr};
use std::string::ToString as _;

use http::{HeaderMap, HeaderValue};
use uuid::Uuid;

/// A name for one thing that is to be done once: servers that know `Idempotency-Key` do it once however
/// often the request comes in, so a POST or PATCH that carries a key may be retried.
///
/// Make it once per call, before the run and outside of what is retried, send it with every attempt,
/// and tell the judge of it by [`Call::key`](super::Call::key). It is the caller's promise: a server that
/// ignores the header acts twice. The header is described by the IETF draft "The Idempotency-Key HTTP
/// Header Field".
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

    /// A new key: 122 random bits of the operating system's, written as a UUID of version 4 (RFC 9562,
    /// 5.4).
    ///
    /// # Panics
    ///
    /// Where the operating system has no random numbers: a key that might be another call's is worse
    /// than none.
    #[must_use]
    pub fn random() -> Self {
        let text = Uuid::new_v4().hyphenated().to_string();
        let value = HeaderValue::try_from(text).expect("digits and hyphens make a header value");
        Self { value }
    }

    /// The key that a request carries: a header that is not empty.
    #[must_use]
    pub fn find(headers: &HeaderMap) -> Option<Self> {
        let value = headers.get(Self::HEADER)?;
        Self::checked(value.clone()).ok()
    }

    /// The key as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.value.to_str().unwrap_or_default()
    }

    /// Readable and not empty.
    fn checked(value: HeaderValue) -> Result<Self, InvalidKey> {
        match value.to_str() {
            Ok(text) if !text.trim().is_empty() => Ok(Self { value }),
            _ => Err(InvalidKey { _private: () }),
        }
    }
}

/// A key of your own, such as an order's number: visible ASCII, taken as it is. A server that wants the
/// quotes of a structured field is given them: `"\"8e03978e\""`.
impl FromStr for IdempotencyKey {
    type Err = InvalidKey;

    fn from_str(text: &str) -> Result<Self, InvalidKey> {
        let value = HeaderValue::from_str(text).map_err(|_| InvalidKey { _private: () })?;
        Self::checked(value)
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// So that clients take `&key` where they take a header's value.
impl From<&IdempotencyKey> for HeaderValue {
    fn from(key: &IdempotencyKey) -> Self {
        key.value.clone()
    }
}

/// A text that cannot be an [`IdempotencyKey`]: empty, or not of visible ASCII characters.
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
