//! What the attribute and the block expand to.

mod async_loop;
mod blocking_call;
mod builder_calls;
mod configuration;
mod copies;
mod error_view;
mod expand_block;
mod expand_function;
mod hedged_call;
mod operation;
mod place;
mod plan;
mod policy_calls;
mod predicate;
mod retried_body;

pub(crate) use self::{expand_block::expand_block, expand_function::expand_function, place::Place};
