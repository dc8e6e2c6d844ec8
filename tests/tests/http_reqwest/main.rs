//! The middleware for reqwest, over real sockets, by the requests that the server saw and the exact
//! waits.

mod attempts;
mod breakers;
mod client;
mod connection_during_wait;
mod connection_pool;
mod dropped_requests;
mod gate;
mod hedges;
mod hints;
mod made_bodies;
mod mounts;
mod other_middleware;
mod own_judge;
mod redirects;
mod repeated_requests;
mod results_and_hooks;
mod tokio_timer;
