use super::http_policy::HttpPolicy;

/// Events and metrics of requests, as those of [`Policy`](crate::Policy).
///
/// ```
/// use retry_core::http::HttpPolicy;
///
/// const HTTP: HttpPolicy = HttpPolicy::new().retry_level(tracing::Level::INFO).attempt_spans();
/// ```
#[cfg(feature = "tracing")]
impl HttpPolicy {
    /// See [`Policy::retry_level`](crate::Policy::retry_level).
    #[must_use]
    pub const fn retry_level(self, level: tracing::Level) -> Self {
        self.policy(self.policy.retry_level(level))
    }

    /// See [`Policy::attempt_spans`](crate::Policy::attempt_spans).
    #[must_use]
    pub const fn attempt_spans(self) -> Self {
        self.policy(self.policy.attempt_spans())
    }
}

/// A metric of requests.
///
/// ```
/// use retry_core::http::HttpPolicy;
///
/// const HTTP: HttpPolicy = HttpPolicy::new().record_duration();
/// ```
#[cfg(feature = "metrics")]
impl HttpPolicy {
    /// See [`Policy::record_duration`](crate::Policy::record_duration).
    #[must_use]
    pub const fn record_duration(self) -> Self {
        self.policy(self.policy.record_duration())
    }
}
