//! The layer for tower, over real sockets: for each row the exact requests that the server saw, and the
//! exact waits.

mod bodies;
mod client;
mod connection_during_wait;
mod connection_pool;
mod gate;
mod grpc;
mod mounts;
mod readiness;
mod repeated_requests;
mod results;
mod router;
mod tokio_timer;
mod unprocessed_streams;
