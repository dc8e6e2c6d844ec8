use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::delivery::Delivery;

/// A delivery that nothing retries any more: the payload of a task in the queue of the dead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadLetter {
    /// The payload of the last task, unchanged. It is no [`Delivery`] if this program could not read it.
    pub payload: Value,
    /// Why the run ended, and what the last attempt said.
    pub reason: String,
    /// How many attempts were made. It is zero if the payload could not be read.
    pub attempts: u32,
}

impl DeadLetter {
    /// The delivery, if this program can read it.
    ///
    /// # Errors
    ///
    /// What is wrong with the payload.
    pub fn delivery(&self) -> serde_json::Result<Delivery> {
        Delivery::deserialize(&self.payload)
    }
}
