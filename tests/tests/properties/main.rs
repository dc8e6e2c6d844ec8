//! Random policies and histories: what must hold for every run.
//!
//! The seed is fixed, so a failure is the same everywhere; `PROPTEST_RNG_SEED=7 PROPTEST_CASES=20000` looks
//! at other scripts, and more of them.

mod bench;
mod bounds;
mod cases;
mod drops;
mod forms;
mod ledger;
mod oracle;
mod play;
mod polling;
mod runs;
mod script;
mod stage;
mod staged;

use proptest::test_runner::{Config, RngSeed};

/// So many random scripts for each property, unless the environment says otherwise.
fn config(cases: u32) -> Config {
    let mut config = Config {
        failure_persistence: None,
        ..Config::default()
    };
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(0x5EED);
        config.cases = cases;
    }
    config
}
