use core::any::type_name;
use std::io;

use super::{body_source::BodySource, idempotency_key::IdempotencyKey};
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
    pub(in crate::http) body: Option<BodySource>,
    pub(in crate::http) name: Option<&'static str>,
}

impl PerRequest {
    /// No settings: what is mounted applies.
    pub const fn new() -> Self {
        Self {
            policy: None,
            is_never: false,
            is_idempotent: false,
            key: None,
            body: None,
            name: None,
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

    /// The name in the events of this request, in place of
    /// [`HttpRetry::name`](crate::http::HttpRetry::name).
    pub const fn name(mut self, name: &'static str) -> Self {
        self.name = Some(name);
        self
    }

    /// Sends this key with each attempt, also when no retry is possible. A key that is already among the
    /// headers of the request stays.
    pub fn key(mut self, key: IdempotencyKey) -> Self {
        self.key = Some(key);
        self
    }

    /// Makes the body again for each attempt, for streams and multipart forms, which can be read only once.
    ///
    /// What the closure makes is what the client sends:
    ///
    /// | adapter | the closure makes | it makes the body of |
    /// |---|---|---|
    /// | reqwest | a `reqwest::Body`, or a `reqwest::Request` for a form: its body and headers are taken | each attempt |
    /// | ureq | a `ureq::SendBody<'static>`; [`UreqBody::from_fn`](crate::http::UreqBody::from_fn) may borrow | each attempt |
    /// | tower | the body of the service's requests | each attempt after the first |
    ///
    /// An error of the closure is the error of the attempt. With tower, whose service has an error type of
    /// its own, the last outcome is returned instead, and the report says
    /// [`NotReplayable`](crate::StopReason::NotReplayable).
    ///
    /// ```
    /// # #[cfg(feature = "reqwest")] {
    /// use retry_core::http::PerRequest;
    /// use reqwest::Body;
    /// use std::fs::File;
    ///
    /// # fn stream(_: File) -> Body { Body::from("") }
    /// // With reqwest's feature `stream`: `Body::from(tokio::fs::File::from_std(file))`.
    /// let upload = PerRequest::new().body_from(|| Ok(stream(File::open("backup.tar")?)));
    /// # #[cfg(any())]
    /// client.put(url).with_extension(upload).send().await?;
    /// # let _ = upload;
    /// # }
    /// ```
    pub fn body_from<B: 'static>(
        mut self,
        make: impl Fn() -> io::Result<B> + Send + Sync + 'static,
    ) -> Self {
        self.body = Some(BodySource::new(make));
        self
    }

    /// Makes a body, for an adapter of another client that sends bodies of this type. `None` if there is no
    /// closure.
    ///
    /// ```
    /// # use retry_core::http::PerRequest;
    /// let settings = PerRequest::new().body_from(|| Ok("order"));
    /// assert_eq!(settings.make_body::<&str>().unwrap()?, "order");
    /// assert!(settings.make_body::<String>().unwrap().is_err());
    /// assert!(PerRequest::new().make_body::<&str>().is_none());
    /// # std::io::Result::Ok(())
    /// ```
    ///
    /// # Errors
    ///
    /// That of the closure, or one that says that it makes bodies of another type.
    pub fn make_body<B: 'static>(&self) -> Option<io::Result<B>> {
        let source = self.body.as_ref()?;
        let mismatch = || Err(source.mismatch(type_name::<B>()));
        Some(source.make().unwrap_or_else(mismatch))
    }
}
