//! The layer for tower, over real sockets: for each row the exact requests that the server saw, and the
//! exact waits.

mod beside;
mod bodies;
mod client;
mod connection;
mod gate;
mod grpc;
mod pool;
mod readiness;
mod router;
mod rules;
mod scope;
mod told;
