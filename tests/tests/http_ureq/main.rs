//! The session around an agent of ureq, over real sockets, by the requests that the server saw and the
//! exact waits.

mod attempts;
mod bodies;
mod breakers;
mod client;
mod connection_during_wait;
mod connection_pool;
mod gate;
mod mounts;
mod own_judge;
mod recorded_runs;
mod redirects;
mod repeated_requests;
mod results;
