use http::Uri;

use super::{HttpPolicy, InvalidPrefix, Target, by_prefix::ByPrefix};

/// Policies mounted by URL prefix: which requests of a client are retried, and how.
///
/// What begins with no mounted prefix is never retried. Of several prefixes the longest counts, in
/// whatever order they were mounted. A policy by itself converts: it is mounted everywhere.
///
/// | prefix | what begins with it |
/// |---|---|
/// | `https://api.example.com/v2/` | URLs of this host with a path below `/v2/`; not `/v2` itself |
/// | `https://api.example.com/v2` | `/v2` too; not `/v21` |
/// | `https://api.example.com` | all URLs of this host with the scheme's own port, 443; not those of `api.example.com.evil.com` |
/// | `http://localhost:8080` | all URLs of this host and port |
/// | `https://` | all URLs with this scheme |
/// | `/v2/` | URLs that are a path alone, as a service in the same process is asked for |
/// | the empty text | everything |
///
/// Schemes and hosts are compared whatever their case, paths as they are. A path with segments `.` or
/// `..`, which a server may resolve to another one, is below none: only prefixes without a path hold
/// for it.
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
#[must_use = "mounts do nothing by themselves: give them to `HttpRetry::new`"]
pub struct Mounts {
    policies: ByPrefix<HttpPolicy>,
}

impl Mounts {
    /// None: nothing is retried.
    pub const fn new() -> Self {
        Self {
            policies: ByPrefix::new(),
        }
    }

    /// Mounts a policy, in a program that knows its prefixes. Those from outside go to
    /// [`try_mount`](Self::try_mount).
    ///
    /// # Panics
    ///
    /// When the prefix is none, or is mounted already.
    pub fn mount(self, prefix: &str, policy: HttpPolicy) -> Self {
        match self.try_mount(prefix, policy) {
            Ok(mounts) => mounts,
            Err(refusal) => panic!("{refusal}"),
        }
    }

    /// Mounts a policy.
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
    /// The prefix, when it is none, or is mounted already: a second policy for it would make the order
    /// matter.
    pub fn try_mount(mut self, prefix: &str, policy: HttpPolicy) -> Result<Self, InvalidPrefix> {
        self.policies.add(prefix, policy)?;
        Ok(self)
    }

    /// The policy for a URL: `None` where nothing is mounted. It allocates nothing.
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

    /// The policy for a URL that is a text: `None` also where it is no URL.
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

/// One policy for every URL.
impl From<HttpPolicy> for Mounts {
    fn from(policy: HttpPolicy) -> Self {
        Self::new().mount("", policy)
    }
}
