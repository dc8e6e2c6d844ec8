//! Async functions. `run` asserts that the future is `Send`, as that of the plain function is; `run_local`
//! stands where the plain one is not.

mod arguments;
mod bodies;
mod callables;
mod coercions;
mod drops;
mod inferred;
mod nested;
mod opaque_and_borrowed;
mod patterns;
mod receivers;
mod results;
mod special_arguments;
mod tails;
mod unit;
