//! What the examples share: a server that fails in known ways, and one whose answers a closure chooses.

mod faulty_server;
mod local_server;

pub use faulty_server::{Fault, FaultyServer};
pub use local_server::{Answer, LocalServer, Request};
