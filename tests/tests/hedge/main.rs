//! Hedged runs: the cases of gRPC A6, exact times on a manual clock, and what is left behind.

mod attribute;
mod breakers;
mod budgets;
mod delays;
mod drops;
mod events;
mod executors;
mod hints;
mod model;
mod options;
mod row;
mod rules;
mod stage;
