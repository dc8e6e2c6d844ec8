//! Names of the user that the expansion could collide with.

use super::*;

/// Its parameters have the names that the expansion uses.
#[retry(attempts = 3, backoff = 0)]
async fn same_names(
    run: &Cell<u32>,
    began: u32,
    attempt: u32,
    outcome: u32,
    delay: u32,
    output: u32,
) -> Result<u32, u32> {
    run.set(run.get() + 1);
    let judged = began + attempt + outcome + delay + output;
    if run.get() < 3 {
        Err(judged)
    } else {
        Ok(judged)
    }
}

mod shadowed {
    #[allow(dead_code, non_snake_case, reason = "only there to be in the way")]
    mod core {}
    #[allow(dead_code, reason = "only there to be in the way")]
    struct Option;

    #[retry_core::retry(attempts = 2, backoff = 100ms, jitter = none, timer = clock, on = |error| *error == 1)]
    pub(super) fn fails(clock: &retry_core::testing::ManualClock) -> Result<(), u8> {
        clock.advance(std::time::Duration::ZERO);
        Err(1)
    }
}

#[test]
fn names_of_the_user_and_of_the_expansion_do_not_collide() {
    assert_eq!(block_on(same_names(&Cell::new(0), 1, 2, 3, 4, 5)), Ok(15));
    let clock = ManualClock::new();
    assert_eq!(shadowed::fails(&clock), Err(1));
    assert_eq!(clock.waits(), millis([100]));
}

#[retry(attempts = attempts + 1, jitter = none, timer = clock)]
fn sees(attempts: u32, seen: &mut Vec<u32>, clock: &ManualClock) -> Option<()> {
    seen.push(attempts);
    None
}

#[test]
fn a_key_may_use_a_parameter_of_the_same_name() {
    let (clock, mut seen) = (ManualClock::new(), Vec::new());
    assert_eq!(sees(1, &mut seen, &clock), None);
    assert_eq!(seen, [1, 1]);
}
