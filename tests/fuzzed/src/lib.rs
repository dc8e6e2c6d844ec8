//! What is fuzzed: a function for each target, which panics where something does not hold for its input. The
//! targets are in `fuzz/`. The inputs in `fuzz/corpus` are replayed as ordinary tests.

mod annotation;
mod configuration;
mod expansion;
mod headers;
mod tokens;

pub use self::{
    annotation::annotation, configuration::configuration, headers::headers, tokens::tokens,
};
