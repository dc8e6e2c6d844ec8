//! HTTP policies beside reqwest and ureq, over real sockets: for each row the exact requests that the
//! server saw, and the exact waits.

mod attribute;
mod errand;
mod errors;
mod failed;
mod hints;
mod raising;
mod rules;
mod runs;
mod unclear;
