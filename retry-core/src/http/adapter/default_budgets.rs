use std::{string::String, sync::Arc};

use crate::{
    http::request::Target,
    limits::{Budget, Budgets},
};

/// The budgets that the requests of a client have by default: one for each mount and server.
#[derive(Debug)]
pub(super) struct DefaultBudgets(Budgets<Shared>);

/// What requests have in common that share a budget: the mount that they match, and the server.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Shared {
    mount: Option<usize>,
    host: Option<String>,
    port: Option<u16>,
}

impl DefaultBudgets {
    pub(super) const fn new() -> Self {
        Self(Budgets::new(Budget::new))
    }

    /// The budget for a URL that matches this mount.
    pub(super) fn get(&self, mount: Option<usize>, url: &Target<'_>) -> Arc<Budget> {
        self.0.get(&Shared {
            mount,
            host: url.host.map(str::to_ascii_lowercase),
            port: url.port,
        })
    }
}
