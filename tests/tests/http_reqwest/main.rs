//! The middleware of reqwest, over real sockets: for each row the exact requests that the server saw,
//! and the exact waits.

mod beside;
mod client;
mod connection;
mod gate;
mod hints;
mod pool;
mod rules;
mod scope;
mod told;
