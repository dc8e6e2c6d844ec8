//! Async functions. `run` requires that the future is `Send`, as that of the plain function is.
//! `run_local` runs those of which neither future is `Send`, or where the compiler cannot show it: for
//! an async closure that borrows.

mod arguments;
mod bodies;
mod callables;
mod coercions;
mod drops;
mod generics;
mod inferred;
mod keys;
mod nested;
mod opaque_and_borrowed;
mod patterns;
mod qualifiers;
mod receivers;
mod results;
mod special_arguments;
mod stacking;
mod tails;
mod traits;
mod unit;
mod written_by_macros;
