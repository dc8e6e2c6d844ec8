//! The layer for tower, over real sockets, by the requests that the server saw and the exact waits.

mod attempts;
mod bodies;
mod breakers;
mod client;
mod connection_during_wait;
mod connection_pool;
mod dropped_requests;
mod gate;
mod grpc;
mod hedges;
mod mounts;
mod own_judge;
mod readiness;
mod repeated_requests;
mod results;
mod router;
mod tokio_timer;
mod unprocessed_streams;
