use retry_core::stored::{Later, unix_time};
use serde::{Deserialize, Serialize};
use ulid::Ulid;

/// What is delivered, where to, and the run that delivers it: the payload of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// The identity of the delivery through all attempts and tasks. The receiver sees it as `Idempotency-Key`.
    pub root: String,
    /// The receiver, by plain HTTP.
    pub url: String,
    /// The body of the POST.
    pub body: String,
    /// The state of the run.
    pub run: Later,
}

impl Delivery {
    /// A delivery that is due now, with a root of its own.
    #[must_use]
    pub fn new(url: impl Into<String>, body: impl Into<String>) -> Self {
        Self {
            root: Ulid::generate().to_string(),
            url: url.into(),
            body: body.into(),
            run: Later::begin(),
        }
    }

    /// Names this stored state of the run, so that the queue refuses a second task for it.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}:{}", self.root, self.run.hop())
    }

    /// The same delivery with all its attempts again. The hop counts on, because the queue has seen the keys of the
    /// first run.
    #[must_use]
    pub fn revived(mut self) -> Self {
        let hop = self.run.hop().saturating_add(1);
        self.run = Later::begin().resumed(1, hop, unix_time());
        self
    }
}
