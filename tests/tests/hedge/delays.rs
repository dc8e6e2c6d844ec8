//! Where the delay comes from: given, or measured.

use std::{future::IntoFuture, sync::Arc, time::Duration};

use retry_core::{
    Attempt, Hedge, Policy,
    hedge::{Latencies, LendsHedge},
};

use crate::stage::{
    Answer::{self, Fine},
    Script, Stage, ms,
};

const FIVE: Policy = Policy::new().attempts(5);

/// When the attempts of a run begin, counted from its start.
fn begins(stage: &Stage, hedge: impl LendsHedge, script: Script<'_>) -> Vec<u128> {
    let start = stage.now();
    stage.begins.borrow_mut().clear();
    let run = FIVE
        .retry(|attempt: Attempt| stage.attempt(script, attempt))
        .on(Answer::verdict)
        .hedge(hedge)
        .timer(&stage.clock);
    assert!(stage.play(run.into_future()).is_ok());
    let begins = stage.begins.borrow();
    begins.iter().map(|at| at - start).collect()
}

#[test]
fn a_duration_a_hedge_a_reference_and_an_arc_are_taken() {
    const SLOW: Script = &[(250, Fine)];
    let hedge = Hedge::after(ms(100));
    let lent = Hedge::quantile(0.9).or(ms(100));
    let stage = Stage::default();
    for begins in [
        begins(&stage, ms(100), SLOW),
        begins(&stage, hedge, SLOW),
        begins(&stage, &lent, SLOW),
        begins(&stage, Arc::new(hedge), SLOW),
        begins(&stage, Arc::new(Hedge::quantile(0.9).or(ms(100))), SLOW),
    ] {
        assert_eq!(begins, [0, 100, 200]);
    }
}

#[test]
fn a_number_of_attempts_from_run_time_is_clamped() {
    let stage = Stage::default();
    for (given, made) in [(0, 2), (1, 2), (2, 2), (4, 4), (6, 5), (u32::MAX, 5)] {
        let hedge = Hedge::after(ms(10)).at_most_clamped(given);
        assert_eq!(begins(&stage, hedge, &[(900, Fine)]).len(), made, "{given}");
        let measured = Hedge::quantile(0.9).or(ms(10)).at_most_clamped(given);
        let begins = begins(&stage, &measured, &[(900, Fine)]);
        assert_eq!(begins.len(), made, "{given}");
    }
}

#[test]
#[should_panic(expected = "from 2 to 5")]
fn another_number_of_attempts_panics() {
    let _ = Hedge::after(ms(10)).at_most(1);
}

#[test]
#[should_panic(expected = "from 0.5 to 0.999")]
fn a_quantile_that_is_none_panics() {
    let _ = Hedge::quantile(f64::NAN);
}

#[test]
fn the_delay_is_measured_once_a_hundred_attempts_have_been_seen() {
    static HEDGE: Hedge<Latencies> = Hedge::quantile(0.95).or(ms(500)).at_most(2);
    let stage = Stage::default();
    for _ in 0..99 {
        assert_eq!(begins(&stage, &HEDGE, &[(40, Fine)]), [0]);
    }
    assert_eq!(HEDGE.delay(), ms(500));
    assert_eq!(begins(&stage, &HEDGE, &[(900, Fine)]), [0, 500]);
    // The hundredth is that of 900 ms, which the quantile leaves out.
    let second = begins(&stage, &HEDGE, &[(900, Fine)])[1];
    assert!((38..=42).contains(&second), "{second}");
    let delay = HEDGE.delay().as_millis();
    assert!(delay == second || delay + 1 == second, "{delay}, {second}");
    // After a quiet time it has forgotten.
    stage.clock.advance(Duration::from_secs(60));
    assert_eq!(begins(&stage, &HEDGE, &[(900, Fine)]), [0, 500]);
}

/// One attempt in five takes 200 ms, the others 10 ms, so the quantile is 200 ms. A hedge at 50 ms hides the slow
/// ones. If they did not count, the delay would sink to 10 ms, and every call be hedged. Since they count with
/// the time they ran, it rises step by step.
#[test]
fn losers_count_so_that_the_delay_rises_to_the_quantile_and_does_not_sink() {
    static HEDGE: Hedge<Latencies> = Hedge::quantile(0.95).or(ms(50)).at_most(2);
    let stage = Stage::default();
    let mut hedged = 0;
    for run in 0..6_000 {
        let script: Script<'_> = match run % 5 {
            0 => &[(200, Fine), (10, Fine)],
            _ => &[(10, Fine)],
        };
        hedged += begins(&stage, &HEDGE, script).len() - 1;
    }
    let delay = HEDGE.delay();
    assert!(ms(180) < delay && delay < ms(220), "{delay:?}");
    assert!(hedged <= 1_200, "only slow calls are hedged: {hedged}");
}

#[test]
fn neither_failures_nor_attempts_that_were_dropped_early_count() {
    static HEDGE: Hedge<Latencies> = Hedge::quantile(0.95).or(ms(50)).at_most(2);
    let stage = Stage::default();
    // 98 samples: the failures of 1 ms are none.
    for _ in 0..49 {
        let _ = begins(&stage, &HEDGE, &[(1, Answer::Busy), (20, Fine)]);
        let _ = begins(&stage, &HEDGE, &[(20, Fine)]);
    }
    // The hedge is dropped after 1 ms, which says nothing of its latency.
    let _ = begins(&stage, &HEDGE, &[(51, Fine)]);
    assert_eq!(begins(&stage, &HEDGE, &[(900, Fine)]), [0, 50]);
    let second = begins(&stage, &HEDGE, &[(900, Fine)])[1];
    assert!((19..=21).contains(&second), "{second}");
}

#[test]
fn a_hedge_shows_its_delay() {
    let hedge = Hedge::after(ms(50));
    let text = format!("{hedge:?}");
    assert_eq!(text, "Hedge { delay: 50ms, at_most: 5, .. }");
    let measured = format!("{:?}", Hedge::quantile(0.95).or(ms(50)).at_most(2));
    assert_eq!(measured, "Hedge { delay: 50ms, at_most: 2, .. }");
}
