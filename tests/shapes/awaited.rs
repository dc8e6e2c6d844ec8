//! Async functions. `run` asserts that the future is `Send`, as that of the plain function is.
//! `run_local` stands where neither is, or where the compiler can show neither: for an async closure
//! that borrows.

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
