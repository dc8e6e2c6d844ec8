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
    /// Whether a process has a breaker.
    pub breaker: bool,
}

impl Variant {
    const NO_RETRIES: Self = Self {
        name: "no retries",
        retries: false,
        budget: BudgetKind::None,
        breaker: false,
    };

    const fn retries(name: &'static str, budget: BudgetKind) -> Self {
        Self {
            name,
            retries: true,
            budget,
            breaker: false,
        }
    }

    const fn with_breaker(self) -> Self {
        Self {
            breaker: true,
            ..self
        }
    }
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
    [
        Variant::NO_RETRIES,
        Variant::retries("retries without a budget", BudgetKind::None),
        Variant::retries("Budget::new()", BudgetKind::Usual),
        Variant::retries("Budget::aws()", BudgetKind::Aws),
        Variant::retries("Budget::grpc()", BudgetKind::Grpc),
    ]
}

/// Retries alone, with a budget, with a breaker, and with both.
#[must_use]
pub const fn overload_variants() -> [Variant; 5] {
    [
        Variant::NO_RETRIES,
        Variant::retries("retries", BudgetKind::None),
        Variant::retries("retries, budget", BudgetKind::Usual),
        Variant::retries("retries, breaker", BudgetKind::None).with_breaker(),
        Variant::retries("retries, budget, breaker", BudgetKind::Usual).with_breaker(),
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
            let survived = outage.run(seed, variant, |second| on_second(variant.name, second));
            (variant.name, survived)
        })
        .collect()
}
