use core::{borrow::Borrow, fmt};
use std::sync::Arc;

use crate::{limits::Budget, retry::MaybeBudget};

/// A `&'static Budget`, an `Arc<Budget>`, or a budget of the client's own.
pub(super) type SharedBudget = Arc<dyn Borrow<Budget> + Send + Sync>;

/// The budget that pays for the retries of a request. With none, that of its policy does.
#[derive(Clone)]
pub struct RequestBudget(pub(super) Option<SharedBudget>);

impl MaybeBudget for RequestBudget {
    fn budget(&self) -> Option<&Budget> {
        self.0.as_ref().map(|budget| (**budget).borrow())
    }
}

impl fmt::Debug for RequestBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RequestBudget")
            .field(&self.budget())
            .finish()
    }
}
