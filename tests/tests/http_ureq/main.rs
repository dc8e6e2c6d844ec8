//! The session around an agent of ureq, over real sockets: for each row the exact requests that the
//! server saw, and the exact waits.

mod bodies;
mod client;
mod connection;
mod gate;
mod pool;
mod rules;
mod scope;
mod told;
