use std::time::Duration;

use retry_core::{Backoff, Jitter, Policy};

use crate::{
    chart::Chart,
    svg::{Anchor, Svg},
};

const POLICY: Policy = Policy::new()
    .attempts(10)
    .backoff(Backoff::exponential(Duration::from_millis(100)).max_delay(Duration::from_secs(1)));

const KINDS: [(&str, Jitter); 5] = [
    ("none", Jitter::None),
    ("full", Jitter::Full),
    ("equal", Jitter::Equal),
    ("ratio 0.25", Jitter::Ratio(0.25)),
    ("decorrelated", Jitter::Decorrelated),
];

/// How many runs are drawn.
const RUNS: u64 = 40_000;

/// How many delays lie in each slice of this length, up to 1.2 s.
const SLICE: f64 = 0.025;

/// The delays before two retries, for each kind of jitter. The second is at the cap.
pub(super) fn draw() -> String {
    let mut svg = Svg::new(
        "delays",
        "Delays by kind of jitter: none at the cap, full from zero to it, equal its upper half; none above it",
        720,
        440,
    );
    svg.text(
        (110.0, 20.0),
        Anchor::Start,
        "h b",
        "before retry 3: 0.4 s nominal",
    );
    svg.text(
        (340.0, 20.0),
        Anchor::Start,
        "h a",
        "before retry 6: 3.2 s nominal, capped at 1 s",
    );
    for (row, (name, jitter)) in (0_u32..).zip(KINDS) {
        let policy = POLICY.jitter(jitter);
        let early = slices(runs(policy, 3), SLICE, 1.2);
        let late = slices(runs(policy, 6), SLICE, 1.2);
        let most = early.iter().chain(&late).max().copied().unwrap_or(1);
        let chart = Chart {
            left: 110.0,
            top: 50.0 + 74.0 * f64::from(row),
            width: 590.0,
            height: 56.0,
            most_x: 1.2,
            most_y: f64::from(most),
        };
        svg.text((100.0, chart.top + 46.0), Anchor::End, "h", name);
        chart.bars(&mut svg, "b t", SLICE, &early);
        chart.bars(&mut svg, "a t", SLICE, &late);
        if row == 4 {
            chart.x_axis(&mut svg, 0.2, " s");
        } else {
            svg.line("x", [(110.0, chart.top + 56.0), (700.0, chart.top + 56.0)]);
        }
        chart.mark_x(&mut svg, 1.0, if row == 0 { "cap" } else { "" });
    }
    svg.finish()
}

fn runs(policy: Policy, retry: usize) -> impl Iterator<Item = Duration> {
    (1..=RUNS).map(move |seed| {
        let mut delays = policy.delays_with(seed);
        delays.nth(retry - 1).expect("there are ten attempts")
    })
}

/// How many durations lie in each slice. One on the border counts to the slice before it, since a delay may be the
/// cap and never more.
pub(super) fn slices(durations: impl Iterator<Item = Duration>, slice: f64, most: f64) -> Vec<u32> {
    let slice = Duration::from_secs_f64(slice).as_nanos();
    let count = Duration::from_secs_f64(most).as_nanos().div_ceil(slice);
    let mut counts = vec![0; usize::try_from(count).unwrap_or(0)];
    for duration in durations {
        let index = duration.as_nanos().saturating_sub(1) / slice;
        let last = counts.len() - 1;
        counts[usize::try_from(index).unwrap_or(last).min(last)] += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_delay_is_above_the_cap_and_none_but_the_nominal_one_heaps_up_on_it() {
        for (name, jitter) in KINDS {
            let counts = slices(runs(POLICY.jitter(jitter), 6), SLICE, 1.2);
            assert_eq!(u64::from(counts.iter().sum::<u32>()), RUNS);
            assert!(counts[40..].iter().all(|count| *count == 0), "{name}");
            // The slice below the cap has hardly more than the one before it.
            let (last, before) = (counts[39], counts[38]);
            let heaps = f64::from(last) > 1.25 * f64::from(before);
            assert_eq!(heaps, jitter == Jitter::None, "{name}: {before}, {last}");
        }
    }
}
