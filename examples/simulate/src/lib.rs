//! Policies and budgets on simulated time, and the pictures that the guide shows of them.
//!
//! `cargo run -p retry-examples --example simulate` runs it.

mod chart;
pub mod cli;
mod contention;
mod herd;
mod input;
mod outage;
pub mod pictures;
mod progress;
mod random;
pub mod report;
mod server;
mod slow_tail;
mod svg;
mod table;
mod variants;
mod world;

pub use self::{
    contention::{ARTICLE, Contended, Contention, JITTERS},
    herd::{Herd, Reconnected},
    outage::{Outage, Survived},
    random::Random,
    server::{Failed, Server},
    slow_tail::{Answered, HEDGES, HedgeKind, SlowTail},
    table::Table,
    variants::{BudgetKind, Variant, outage_variants, overload_variants, run_variants},
    world::{Sleep, World},
};
