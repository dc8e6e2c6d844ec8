//! Policies: which values they refuse, how settings and the builder treat those, and the delays.

mod budgets;
mod builder;
mod clamped;
mod delays;
mod previews;
mod refusals;
mod sentences;
mod settings;
