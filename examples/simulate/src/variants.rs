use retry_core::{Budget, BudgetSettings};

use crate::outage::{Outage, Survived};

/// A way to live through an [`Outage`].
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    /// Its name in tables and pictures.
    pub name: &'static str,
    /// Whether it retries at all.
    pub retries: bool,
    /// What a process pays its retries from.
    pub budget: BudgetKind,
}

/// Which budget a process has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BudgetKind {
    /// None.
    None,
    /// [`Budget::new`].
    Usual,
    /// [`Budget::aws`].
    Aws,
    /// [`Budget::grpc`].
    Grpc,
    /// One with these numbers, which are valid.
    Own(BudgetSettings),
}

impl BudgetKind {
    /// A budget, full.
    #[must_use]
    pub fn make(self) -> Option<Budget> {
        match self {
            Self::None => None,
            Self::Usual => Some(Budget::new()),
            Self::Aws => Some(Budget::aws()),
            Self::Grpc => Some(Budget::grpc()),
            Self::Own(settings) => Budget::try_from(settings).ok(),
        }
    }
}

/// Without retries, without a budget, and with each budget that has a name.
#[must_use]
pub const fn outage_variants() -> [Variant; 5] {
    const fn variant(name: &'static str, budget: BudgetKind) -> Variant {
        Variant {
            name,
            retries: true,
            budget,
        }
    }
    [
        Variant {
            name: "no retries",
            retries: false,
            budget: BudgetKind::None,
        },
        variant("retries without a budget", BudgetKind::None),
        variant("Budget::new()", BudgetKind::Usual),
        variant("Budget::aws()", BudgetKind::Aws),
        variant("Budget::grpc()", BudgetKind::Grpc),
    ]
}

/// Runs an outage for each variant. `on_second` gets the name of the variant and the second that begins.
pub fn run_variants(
    outage: &Outage,
    seed: u64,
    variants: &[Variant],
    on_second: &mut dyn FnMut(&str, u64),
) -> Vec<(&'static str, Survived)> {
    variants
        .iter()
        .map(|variant| {
            let policy = if variant.retries {
                outage.policy
            } else {
                outage.policy.attempts(1)
            };
            let outage = Outage {
                policy,
                ..outage.clone()
            };
            let survived = outage.run(seed, variant.budget, |second| {
                on_second(variant.name, second);
            });
            (variant.name, survived)
        })
        .collect()
}
