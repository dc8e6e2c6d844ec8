//! The session around an agent of ureq, over real sockets: for each row the exact requests that the
//! server saw, and the exact waits.

mod bodies;
mod client;
mod connection_during_wait;
mod connection_pool;
mod gate;
mod mounts;
mod redirects;
mod repeated_requests;
mod results;
