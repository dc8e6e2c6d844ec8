//! Policies: which values they refuse, how settings and the builder treat those, and the delays.

mod budgets;
mod builder;
mod delays;
mod refusals;
mod settings;
