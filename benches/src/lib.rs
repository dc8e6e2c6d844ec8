//! The measured work: each case written once for every contender, as its users would write it.

pub mod case;
pub mod cli;
pub mod contender;
pub mod contenders;
pub mod counting;
pub mod crowd;
pub mod executor;
pub mod policy;
pub mod sizes;
pub mod work;
