//! The middleware of reqwest, over real sockets: for each row the exact requests that the server saw,
//! and the exact waits.

mod client;
mod connection_during_wait;
mod connection_pool;
mod gate;
mod hints;
mod mounts;
mod other_middleware;
mod redirects;
mod repeated_requests;
mod results_and_hooks;
mod tokio_timer;
