use crate::limits::Budget;

/// Says how much is left in the budget of a run that failed, which may have changed it.
#[cfg(feature = "metrics")]
pub(crate) fn budget(budget: Option<&Budget>) {
    if let Some((budget, name)) = budget.and_then(|budget| Some((budget, budget.name()?))) {
        super::run_metrics::record_budget(name, budget.available());
    }
}

/// Nobody listens.
#[cfg(not(feature = "metrics"))]
#[inline]
pub(crate) fn budget(_: Option<&Budget>) {}

/// Makes a change to a budget that is often none: a success does not fill a full budget. Says what is left
/// only if it did change.
#[inline]
pub(crate) fn watch(budget: &Budget, change: impl FnOnce()) {
    #[cfg(feature = "metrics")]
    if let Some(name) = budget.name() {
        return watch_named(budget, name, change);
    }
    #[cfg(not(feature = "metrics"))]
    let _ = budget;
    change();
}

#[cfg(feature = "metrics")]
#[inline(never)]
fn watch_named(budget: &Budget, name: &'static str, change: impl FnOnce()) {
    let before = budget.available();
    change();
    let available = budget.available();
    if available.total_cmp(&before).is_ne() {
        super::run_metrics::record_budget(name, available);
    }
}
