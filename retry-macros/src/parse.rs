//! What the text of the attribute means: its keys and their values.

mod arguments;
mod attempt_timeout;
mod attempts;
mod clone_list;
mod conflicts;
mod constant;
mod crate_path;
mod duration;
mod expression;
mod factor;
mod flag;
mod jitter;
mod judge;
mod key_value;
mod nearest_name;
mod number;
mod other_words;
mod pattern;
mod separated;
mod subpatterns;
mod units;
mod whole_value;

pub(crate) use self::{
    arguments::Arguments,
    attempt_timeout::AttemptTimeout,
    attempts::Attempts,
    clone_list::CloneList,
    constant::is_constant,
    crate_path::CratePath,
    duration::{DurationLiteral, DurationValue},
    expression::ungrouped,
    factor::Factor,
    jitter::JitterValue,
    judge::Judge,
    key_value::{KeyValue, Value},
    nearest_name::nearest_name,
    pattern::Pattern,
    separated::comma_separated,
    subpatterns::subpatterns,
    whole_value::at_end,
};
