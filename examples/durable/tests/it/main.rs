//! Real processes over real sockets: what a worker does, and what it leaves behind when it is killed.
//!
//! Tests with PostgreSQL run where `DURABLE_POSTGRES` is set, as `with-postgres` does.

mod claims;
mod crashes;
mod dead_letters;
mod many;
mod place;
mod process;
mod pushes;
mod waits;
