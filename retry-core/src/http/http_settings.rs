use std::vec::Vec;

use http::Method;

use super::{
    Hints, HttpPolicy,
    methods::{MethodName, Methods},
    statuses::Statuses,
};
use crate::{InvalidPolicy, Policy, Settings, invalid_policy::Refusal};

/// An HTTP policy as plain values, for those that come from outside; what [`Settings`] is to
/// [`Policy`].
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
    /// See [`HttpPolicy::methods`]. Standard methods; the default are the idempotent ones.
    pub methods: Vec<Method>,
    /// See [`HttpPolicy::hints`]. The default is all.
    pub hints: Hints,
    /// See [`HttpPolicy::raise_on_status`]. The default is no.
    pub raise_on_status: bool,
    /// See [`HttpPolicy::make_keys`]. The default is no.
    pub make_keys: bool,
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
    /// The first field whose value is refused, with the value and what is allowed.
    fn try_from(settings: HttpSettings) -> Result<Self, InvalidPolicy> {
        let statuses = |codes: &[u16], field| {
            Statuses::new(codes, field).map_err(|refusal| InvalidPolicy { refusal })
        };
        let methods = Methods::new(&settings.methods).map_err(|index| InvalidPolicy {
            refusal: Refusal::Method(MethodName::new(&settings.methods[index])),
        })?;
        Ok(Self {
            policy: Policy::try_from(settings.policy)?,
            statuses: statuses(&settings.statuses, "statuses")?,
            any_method: statuses(&settings.any_method_statuses, "any_method_statuses")?,
            hinted: statuses(&settings.hinted_statuses, "hinted_statuses")?,
            methods,
            hints: settings.hints,
            raises: settings.raise_on_status,
            makes_keys: settings.make_keys,
        })
    }
}

impl From<HttpPolicy> for HttpSettings {
    fn from(policy: HttpPolicy) -> Self {
        Self {
            policy: policy.policy.into(),
            statuses: policy.statuses.codes(),
            any_method_statuses: policy.any_method.codes(),
            hinted_statuses: policy.hinted.codes(),
            methods: policy.methods.methods(),
            hints: policy.hints,
            raise_on_status: policy.raises,
            make_keys: policy.makes_keys,
        }
    }
}
