//! Faults that bug reports about other libraries showed. One test for each, named after what is right.

mod clocks;
mod deadlines;
mod delays;
mod guards;
mod resets;

/// The outcome of the operations here.
type Outcome = Result<(), &'static str>;
