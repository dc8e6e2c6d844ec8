//! Marks where the error arises: what they hold, and which runs obey them.

mod attribute;
mod block;
mod builder;
mod by_hand;
mod mark;
