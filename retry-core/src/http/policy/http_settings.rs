use std::vec::Vec;

use http::Method;

use super::{hints::Hints, http_policy::HttpPolicy, methods::Methods, statuses::Statuses};
use crate::policy::{InvalidPolicy, Policy, Refusal, Settings};

/// An HTTP policy as plain values, for settings that are read at run time. It is to [`HttpPolicy`]
/// what [`Settings`] is to [`Policy`].
///
/// ```
/// use retry_core::http::{HttpPolicy, HttpSettings};
///
/// let settings = HttpSettings { statuses: vec![503, 600], ..HttpSettings::default() };
/// let refused = HttpPolicy::try_from(settings).unwrap_err();
/// assert_eq!(refused.to_string(), "`statuses` is 600: write statuses from 100 to 599");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct HttpSettings {
    /// Attempts, delays and limits.
    pub policy: Settings,
    /// See [`HttpPolicy::statuses`]. Each is from 100 to 599.
    pub statuses: Vec<u16>,
    /// See [`HttpPolicy::any_method_statuses`]. Each is from 100 to 599. The default is none.
    pub any_method_statuses: Vec<u16>,
    /// See [`HttpPolicy::hinted_statuses`]. Each is from 100 to 599. The default is none.
    pub hinted_statuses: Vec<u16>,
    /// See [`HttpPolicy::methods`]. Standard methods only. The default is the idempotent ones.
    pub methods: Vec<Method>,
    /// See [`HttpPolicy::hints`]. The default is all.
    pub hints: Hints,
    /// See [`HttpPolicy::raise_on_status`]. The default is `false`.
    pub raise_on_status: bool,
    /// See [`HttpPolicy::make_keys`]. The default is `false`.
    pub make_keys: bool,
    /// See [`HttpPolicy::no_redirects`]. The default is `false`.
    pub no_redirects: bool,
}

impl Default for HttpSettings {
    fn default() -> Self {
        HttpPolicy::new().into()
    }
}

impl TryFrom<HttpSettings> for HttpPolicy {
    type Error = InvalidPolicy;

    /// Checks every field.
    ///
    /// # Errors
    ///
    /// The first field that is refused, with its value and the allowed values.
    fn try_from(settings: HttpSettings) -> Result<Self, InvalidPolicy> {
        let policy = Policy::try_from(settings.policy)?;
        with_rules(policy, &settings).map_err(InvalidPolicy::from)
    }
}

fn with_rules(policy: Policy, settings: &HttpSettings) -> Result<HttpPolicy, Refusal> {
    Ok(HttpPolicy {
        policy,
        statuses: Statuses::new(&settings.statuses, "statuses")?,
        any_method_statuses: Statuses::new(&settings.any_method_statuses, "any_method_statuses")?,
        hinted_statuses: Statuses::new(&settings.hinted_statuses, "hinted_statuses")?,
        methods: Methods::new(&settings.methods)?,
        hints: settings.hints,
        raise_on_status: settings.raise_on_status,
        make_keys: settings.make_keys,
        no_redirects: settings.no_redirects,
    })
}

impl From<HttpPolicy> for HttpSettings {
    fn from(policy: HttpPolicy) -> Self {
        Self {
            policy: policy.policy.into(),
            statuses: policy.statuses.codes(),
            any_method_statuses: policy.any_method_statuses.codes(),
            hinted_statuses: policy.hinted_statuses.codes(),
            methods: policy.methods.methods(),
            hints: policy.hints,
            raise_on_status: policy.raise_on_status,
            make_keys: policy.make_keys,
            no_redirects: policy.no_redirects,
        }
    }
}
