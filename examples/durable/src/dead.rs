use std::collections::HashSet;

use anyhow::bail;
use serde::Deserialize;

use crate::{
    dead_letter::DeadLetter,
    new_task::{DEAD, NewTask},
    store::{Claim, Store, Stored},
};

/// The deliveries that were given up, with the ids of their tasks.
///
/// # Errors
///
/// The store does not answer.
pub async fn list<S: Store>(store: &S) -> anyhow::Result<Vec<(String, DeadLetter)>> {
    let stored = store.unclaimed(DEAD).await?;
    stored
        .into_iter()
        .map(|Stored { id, payload }| Ok((id, DeadLetter::deserialize(payload)?)))
        .collect()
}

/// Puts deliveries that were given up back into the queue: those with these roots, or all. Returns their roots.
///
/// # Errors
///
/// The store does not answer, or a root is not among the dead. Those before it are back by then.
pub async fn revive<S: Store>(store: &S, roots: Option<&[String]>) -> anyhow::Result<Vec<String>> {
    let mut missing: HashSet<&str> = roots
        .unwrap_or_default()
        .iter()
        .map(String::as_str)
        .collect();
    let mut revived = Vec::new();
    for (task, letter) in list(store).await? {
        // What this program cannot read stays, for one that can.
        let Ok(delivery) = letter.delivery() else {
            continue;
        };
        if roots.is_some() && !missing.remove(delivery.root.as_str()) {
            continue;
        }
        let root = delivery.root.clone();
        let next = NewTask::deliver(&delivery.revived());
        let claim = Claim { task, worker: None };
        if store.complete(&claim, "revived", Some(next), None).await? {
            revived.push(root);
        }
    }
    if !missing.is_empty() {
        bail!("not among the dead: {}", Vec::from_iter(missing).join(", "));
    }
    Ok(revived)
}
