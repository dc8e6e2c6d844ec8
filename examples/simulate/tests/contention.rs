//! The table of "Exponential Backoff And Jitter" (Marc Brooker, AWS Architecture Blog, 2015): 100 writers, 5 ms
//! doubled up to 2 s.

use retry_simulate::{ARTICLE, Contended, Contention, JITTERS};

const RUNS: u32 = 10;

/// By how much a run differs from the mean of its row: calls by up to 12 %.
const NOISE: f64 = 0.12;

fn row(name: &str) -> Vec<Contended> {
    let (_, jitter) = JITTERS
        .into_iter()
        .find(|row| row.0 == name)
        .expect("a row of the table");
    let contention = Contention {
        writers: 100,
        policy: ARTICLE.jitter(jitter),
    };
    (1..=RUNS).map(|seed| contention.run(seed.into())).collect()
}

/// The means of calls and of seconds.
fn means(row: &[Contended]) -> (f64, f64) {
    let calls: u32 = row.iter().map(|run| run.calls).sum();
    let seconds: f64 = row.iter().map(|run| run.time.as_secs_f64()).sum();
    (
        f64::from(calls) / f64::from(RUNS),
        seconds / f64::from(RUNS),
    )
}

#[test]
fn jitter_saves_half_of_the_calls_and_most_of_the_time() {
    let [none, equal, full] = ["no jitter", "equal", "full"].map(|name| means(&row(name)));
    assert!((full.0 / equal.0 - 1.0).abs() < NOISE, "{full:?} {equal:?}");
    for (calls, _) in [equal, full] {
        assert!(none.0 > 2.0 * (1.0 - NOISE) * calls, "{none:?} {calls}");
    }
    // The last writer has a long tail of waits, so its time is noisier.
    assert!(
        none.1 > 5.0 * equal.1.max(full.1),
        "{none:?} {equal:?} {full:?}"
    );
    assert!(full.1 < equal.1, "{full:?} {equal:?}");
}

#[test]
fn the_noise_is_what_it_is_said_to_be() {
    for (name, _) in JITTERS {
        let runs = row(name);
        let (calls, _) = means(&runs);
        for run in runs {
            assert_eq!(run.lost, 0);
            let noise = (f64::from(run.calls) / calls - 1.0).abs();
            assert!(noise < NOISE, "{name}: {} of {calls}", run.calls);
        }
    }
}
