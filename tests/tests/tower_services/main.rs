//! Retries around any service of tower: exact calls and waits, what the service and the budget see.

mod attempts;
mod breakers;
mod budgets;
mod drops;
mod events;
mod hedges;
mod marks;
mod queue;
mod readiness;
mod requests;
mod stacks;
#[cfg(feature = "tower-policy")]
mod tower_policy;
