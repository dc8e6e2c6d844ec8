//! What is retried, as data: the annotated function, the block, the future that a function returns.

mod async_block;
mod block;
mod fresh_variable;
mod function;
mod inner_types;
mod outcome_type;
mod token_group;

pub(crate) use self::{
    async_block::AsyncBlock,
    block::Block,
    fresh_variable::{FreshVariable, Renewal},
    function::Function,
    outcome_type::OutcomeType,
};
