use http::Uri;

use super::{by_prefix::ByPrefix, prefix::InvalidPrefix};
use crate::http::{policy::HttpPolicy, request::Target};

/// Policies mounted by URL prefix: which requests of a client are retried, and how.
///
/// A request that matches no prefix is never retried. If it matches several, the longest prefix wins, in
/// whatever order they were mounted. A single policy converts to `Mounts`: it is mounted everywhere.
///
/// | prefix | what matches it |
/// |---|---|
/// | `https://api.example.com/v2/` | URLs of this host with a path below `/v2/`; not `/v2` itself |
/// | `https://api.example.com/v2` | the same URLs and `/v2`; not `/v21` |
/// | `https://api.example.com` | all URLs of this host with the default port of the scheme, 443; not those of `api.example.com.evil.com` |
/// | `http://localhost:8080` | all URLs of this host and port |
/// | `https://` | all URLs with this scheme |
/// | `/v2/` | URLs that are only a path, as in requests to a service in the same process |
/// | the empty text | everything |
///
/// Schemes and hosts are compared without case, paths with case. A path with the segments `.` or `..`
/// matches only prefixes without a path, because a server may resolve it to another path.
///
/// ```
/// use retry_core::{Policy, http::{HttpPolicy, Mounts}};
///
/// const API: HttpPolicy = HttpPolicy::new().policy(Policy::new().attempts(5));
/// const REST: HttpPolicy = HttpPolicy::new();
///
/// let mounts = Mounts::new().mount("https://", REST).mount("https://api.example.com/v2/", API);
/// assert_eq!(mounts.find_text("https://api.example.com/v2/items"), Some(&API));
/// assert_eq!(mounts.find_text("https://api.example.com/v1/items"), Some(&REST));
/// assert_eq!(mounts.find_text("http://api.example.com/v2/items"), None);
/// ```
#[derive(Clone, Debug)]
#[must_use = "mounts do nothing on their own: pass them to `HttpRetry::new`"]
pub struct Mounts {
    policies: ByPrefix<HttpPolicy>,
}

impl Mounts {
    /// No policies: nothing is retried.
    pub const fn new() -> Self {
        Self {
            policies: ByPrefix::new(),
        }
    }

    /// Mounts a policy at a prefix that is written in the program. For a prefix from a configuration use
    /// [`try_mount`](Self::try_mount).
    ///
    /// # Panics
    ///
    /// When the prefix is not valid, or is mounted already.
    pub fn mount(self, prefix: &str, policy: HttpPolicy) -> Self {
        match self.try_mount(prefix, policy) {
            Ok(mounts) => mounts,
            Err(refusal) => panic!("{refusal}"),
        }
    }

    /// Mounts a policy at a prefix.
    ///
    /// ```
    /// use retry_core::http::{HttpPolicy, Mounts};
    ///
    /// let refused = Mounts::new().try_mount("api.example.com", HttpPolicy::new()).unwrap_err();
    /// assert!(refused.to_string().starts_with(r#"prefix "api.example.com": write the scheme"#));
    /// ```
    ///
    /// # Errors
    ///
    /// When the prefix is not valid, or is mounted already: with two policies for one prefix, the order
    /// would matter.
    pub fn try_mount(mut self, prefix: &str, policy: HttpPolicy) -> Result<Self, InvalidPrefix> {
        self.policies.add(prefix, policy)?;
        Ok(self)
    }

    /// The policy for a URL; `None` if nothing is mounted there. It does not allocate.
    ///
    /// ```
    /// # use retry_core::http::{HttpPolicy, Mounts};
    /// let mounts = Mounts::new().mount("http://localhost:8080", HttpPolicy::new());
    /// let uri: http::Uri = "http://LOCALHOST:8080/items".parse()?;
    /// assert!(mounts.find(&uri).is_some());
    /// # Ok::<(), http::uri::InvalidUri>(())
    /// ```
    #[must_use]
    pub fn find<'u>(&self, url: impl Into<Target<'u>>) -> Option<&HttpPolicy> {
        self.policies.find(&url.into())
    }

    /// Which of the mounts applies to a URL.
    pub(in crate::http) fn place(&self, url: &Target<'_>) -> Option<usize> {
        self.policies.place(url)
    }

    /// The policy for a URL as text; `None` also if the text is not a URL.
    #[must_use]
    pub fn find_text(&self, url: &str) -> Option<&HttpPolicy> {
        self.find(&url.parse::<Uri>().ok()?)
    }
}

impl Default for Mounts {
    fn default() -> Self {
        Self::new()
    }
}

/// Mounts one policy for every URL.
impl From<HttpPolicy> for Mounts {
    fn from(policy: HttpPolicy) -> Self {
        Self::new().mount("", policy)
    }
}
