use std::time::Duration;

use retry_core::{Backoff, Jitter, Policy};

use super::delays::slices;
use crate::{
    chart::Chart,
    random::Random,
    svg::{Anchor, Svg},
};

const RUNS: u32 = 40_000;
const SLICE: f64 = 0.25;
const CAP: Duration = Duration::from_secs(10);

/// The wait before retry 4 by urllib3's rule and by ours.
pub(super) fn draw() -> String {
    let mut svg = Svg::new(
        "urllib3",
        "Waits by urllib3's rule heap up on the cap; those of equal jitter do not",
        720,
        280,
    );
    let panels = [
        (
            "urllib3: backoff_factor=1, backoff_jitter=5, backoff_max=10, retry 4",
            "a",
            slices(urllib3(), SLICE, 12.0),
        ),
        (
            "here: from 1 s up to 10 s, Jitter::Equal, retry 5",
            "b",
            slices(equal(), SLICE, 12.0),
        ),
    ];
    for (row, (title, class, counts)) in (0_u32..).zip(panels) {
        let most = counts.iter().max().copied().unwrap_or(1);
        let chart = Chart {
            left: 20.0,
            top: 40.0 + 128.0 * f64::from(row),
            width: 680.0,
            height: 76.0,
            most_x: 12.0,
            most_y: f64::from(most),
        };
        let at = (20.0, chart.top - 6.0);
        svg.text(at, Anchor::Start, &format!("h {class}"), title);
        chart.bars(&mut svg, class, SLICE, &counts);
        chart.x_axis(&mut svg, 2.0, " s");
        chart.mark_x(&mut svg, CAP.as_secs_f64(), "cap");
    }
    svg.finish()
}

/// `min(backoff_max, factor * 2 ** (n - 1) + uniform(0, jitter))` with `n = 4`, from urllib3 2.
fn urllib3() -> impl Iterator<Item = Duration> {
    let random = Random::new(1);
    (0..RUNS).map(move |_| (Duration::from_secs(8) + random.below(Duration::from_secs(5))).min(CAP))
}

fn equal() -> impl Iterator<Item = Duration> {
    let policy = Policy::new()
        .attempts(6)
        .backoff(Backoff::exponential(Duration::from_secs(1)).max_delay(CAP))
        .jitter(Jitter::Equal);
    (0..RUNS).filter_map(move |seed| policy.delays_with(seed.into()).nth(4))
}
