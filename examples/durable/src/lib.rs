//! Deliveries over HTTP that outlive their process.
//!
//! [`retry_core`] decides whether and when there is another attempt; an [apalis] queue in a database stores
//! what waits for long. The README next to this crate says what it promises.

mod answer;
pub mod chart;
mod crash_point;
pub mod dead;
mod dead_letter;
mod deliverer;
mod delivery;
mod end;
mod faults;
mod first_error;
mod new_task;
mod poll_every;
mod postgres;
mod receiver;
mod sender;
mod sqlite;
mod store;
mod worker;

pub use self::{
    chart::Sample,
    crash_point::CrashPoint,
    dead_letter::DeadLetter,
    deliverer::Deliverer,
    delivery::Delivery,
    end::End,
    faults::Faults,
    new_task::{DEAD, DELIVER, NewTask},
    postgres::PostgresStore,
    receiver::{Call, Counts, Receiver},
    sender::{Refused, Sender},
    sqlite::SqliteStore,
    store::{Claim, Depth, Options, Store, Stored},
    worker::Worker,
};
