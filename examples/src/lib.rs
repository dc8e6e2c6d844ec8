//! What the examples share: a server that fails in known ways.

mod faulty_server;

pub use faulty_server::{Fault, FaultyServer};
