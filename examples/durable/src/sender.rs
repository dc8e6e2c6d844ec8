use std::time::Duration;

use http::Method;
use reqwest::{Client, redirect};
use retry_core::{
    Attempt, Policy, Verdict,
    http::{HttpError, HttpPolicy, HttpSettings, IdempotencyKey, check},
};

use crate::delivery::Delivery;

/// What one attempt may take, unless the deadline leaves less.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Makes one attempt at a delivery, and judges it.
#[derive(Clone, Debug)]
pub struct Sender {
    client: Client,
    policy: Policy,
    rules: HttpPolicy,
}

/// An attempt that failed.
#[derive(Clone, Debug)]
pub struct Refused {
    /// What the policy says about it.
    pub verdict: Verdict,
    /// For people.
    pub text: String,
}

impl Sender {
    /// A sender with these settings.
    ///
    /// # Errors
    ///
    /// A setting is refused.
    pub fn new(settings: HttpSettings) -> anyhow::Result<Self> {
        // A redirected POST becomes a GET, which delivers nothing.
        let client = Client::builder()
            .redirect(redirect::Policy::none())
            .build()?;
        Ok(Self {
            client,
            policy: Policy::try_from(settings.policy)?,
            rules: HttpPolicy::try_from(settings)?,
        })
    }

    /// The attempts and delays.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Sends it once. Every attempt has the same idempotency key, so that the receiver recognises a repetition.
    ///
    /// # Errors
    ///
    /// Everything but a status of 200 to 299.
    pub async fn send(&self, delivery: &Delivery, attempt: &Attempt) -> Result<(), Refused> {
        let request = self
            .client
            .post(&delivery.url)
            .header(IdempotencyKey::HEADER, &delivery.root)
            .timeout(
                attempt
                    .remaining()
                    .map_or(TIMEOUT, |left| left.min(TIMEOUT)),
            )
            .body(delivery.body.clone());
        let outcome = request.send().await.map_err(HttpError::from);
        match outcome.and_then(check) {
            Ok(response) if response.status().is_success() => Ok(()),
            Ok(response) => Err(Refused {
                verdict: Verdict::Stop,
                text: response.status().to_string(),
            }),
            Err(error) => Err(Refused {
                verdict: self.rules.call(Method::POST).idempotent().failed_by(&error),
                text: error.to_string(),
            }),
        }
    }
}
