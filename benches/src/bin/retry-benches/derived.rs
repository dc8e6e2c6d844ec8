//! Figures that are computed from other figures, for the tables.

use retry_benches::case::Case;

use crate::{contenders::CONTENDERS, crowds::TIMERS, figures::Figures};

/// Adds `growth/<timer>/<contender>`, `most allocations/<contender>`,
/// `attribute over by hand/<blocking or async>/<contender>` and `bytes over operation/named-1048`.
pub fn with_derived(mut figures: Figures) -> Figures {
    for contender in CONTENDERS {
        for timer in TIMERS {
            let growth = growth(&figures, timer, contender);
            figures.set_if_some(format!("growth/{timer}/{contender}"), growth);
        }
        for kind in ["blocking", "async"] {
            let ratio = over_by_hand(&figures, kind, contender);
            figures.set_if_some(format!("attribute over by hand/{kind}/{contender}"), ratio);
        }
        let most = most_allocations(&figures, contender);
        figures.set_if_some(format!("most allocations/{contender}"), most);
    }
    let [future, operation] =
        ["named-1048", "operation-1048"].map(|name| figures.number(&format!("bytes/{name}")));
    let beyond = future
        .zip(operation)
        .map(|(future, operation)| future - operation);
    figures.set_if_some("bytes over operation/named-1048", beyond);
    figures
}

/// The CPU of 1,000,000 operations over that of 100,000.
fn growth(figures: &Figures, timer: &str, contender: &str) -> Option<f64> {
    let [few, many] = [100_000, 1_000_000]
        .map(|count| figures.number(&format!("crowd/{timer}/{count}/{contender}/seconds")));
    Some(many? / few?)
}

fn over_by_hand(figures: &Figures, kind: &str, contender: &str) -> Option<f64> {
    let seconds = |contender| figures.number(&format!("attribute/{kind} whole/{contender}"));
    Some(seconds(contender)? / seconds("by hand")?)
}

/// The allocations of a run, in the case that has the most.
fn most_allocations(figures: &Figures, contender: &str) -> Option<f64> {
    Case::all()
        .filter_map(|case| figures.number(&format!("allocations/{}/{contender}", case.name())))
        .reduce(f64::max)
}
