use core::error::Error;

use http::Method;

use crate::{
    http::{failure::HttpError, policy::HttpPolicy},
    outcome::{Retryable, Verdict},
};

/// The rules of [`HttpPolicy::new`], for a call that may be repeated. An error does not know its method, so
/// for a POST use [`Call::errors`](crate::http::Call::errors).
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use core::time::Duration;
/// use retry_core::{Retryable, Verdict, http::{HttpError, check}};
///
/// #[derive(Debug, Retryable)]
/// enum ApiError {
///     #[retry(transparent)]
///     Http(HttpError),
///     Malformed,
/// }
///
/// let busy = http::Response::builder().status(502).header("retry-after", "7").body(())?;
/// let error = ApiError::Http(check(busy).unwrap_err());
/// assert_eq!(error.verdict(), Verdict::RetryAfter(Duration::from_secs(7)));
/// # let _ = ApiError::Malformed;
/// # }
/// # Ok::<(), http::Error>(())
/// ```
impl Retryable for HttpError {
    fn verdict(&self) -> Verdict {
        verdict_if_repeatable(self)
    }
}

/// As for [`HttpError`].
#[cfg(feature = "reqwest")]
impl Retryable for reqwest::Error {
    fn verdict(&self) -> Verdict {
        verdict_if_repeatable(self)
    }
}

/// As for [`HttpError`].
#[cfg(feature = "reqwest-012")]
impl Retryable for reqwest_012::Error {
    fn verdict(&self) -> Verdict {
        verdict_if_repeatable(self)
    }
}

/// As for [`HttpError`].
#[cfg(feature = "reqwest-middleware")]
impl Retryable for reqwest_middleware::Error {
    fn verdict(&self) -> Verdict {
        verdict_if_repeatable(self)
    }
}

/// As for [`HttpError`].
#[cfg(feature = "ureq")]
impl Retryable for ureq::Error {
    fn verdict(&self) -> Verdict {
        verdict_if_repeatable(self)
    }
}

/// As for [`HttpError`].
#[cfg(feature = "hyper")]
impl Retryable for hyper::Error {
    fn verdict(&self) -> Verdict {
        verdict_if_repeatable(self)
    }
}

/// As for [`HttpError`].
#[cfg(feature = "hyper")]
impl Retryable for hyper_util::client::legacy::Error {
    fn verdict(&self) -> Verdict {
        verdict_if_repeatable(self)
    }
}

fn verdict_if_repeatable(error: &(dyn Error + 'static)) -> Verdict {
    HttpPolicy::new().call(Method::GET).failed_by(error)
}
