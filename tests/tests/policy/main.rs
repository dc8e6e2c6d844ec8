//! Policies as values: what they refuse, what settings and the builder make of them, and their delays.

mod builder;
mod delays;
mod refusals;
mod settings;
