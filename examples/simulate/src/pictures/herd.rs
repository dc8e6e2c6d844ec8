use retry_core::Jitter;

use crate::{
    chart::{Chart, rounded_up, thousands},
    herd::{Herd, Reconnected, SLICE},
    svg::{Anchor, Svg},
};

/// The slices of half a minute. What follows is more of the same.
const SHOWN: usize = 300;

/// The usual herd, without jitter and with full jitter.
pub(super) fn draw() -> String {
    let herd_of = |jitter| {
        let usual = Herd::default();
        let policy = usual.policy.jitter(jitter);
        Herd { policy, ..usual }.run(1, |_| {})
    };
    let usual = Herd::default();
    herd(
        &usual,
        &[
            ("without jitter", &herd_of(Jitter::None)),
            ("with full jitter", &herd_of(Jitter::Full)),
        ],
    )
}

/// A panel for each herd.
#[must_use]
pub fn herd(herd: &Herd, rows: &[(&str, &Reconnected)]) -> String {
    let panels = u32::try_from(rows.len()).unwrap_or(1);
    let clients = thousands(herd.clients);
    let mut svg = Svg::new(
        "herd",
        &format!(
            "{clients} clients after a restart: in a few peaks without jitter, spread with it"
        ),
        720,
        30 + 150 * panels,
    );
    let most = rows.iter().flat_map(|(_, row)| &row.arrivals).max();
    let (most_y, step) = rounded_up(most.copied().unwrap_or(1));
    let slices = rows.iter().map(|(_, row)| row.arrivals.len()).max();
    let slices = slices.unwrap_or(1).clamp(10, SHOWN);
    let most_x = f64::from(u32::try_from(slices.div_ceil(10)).unwrap_or(u32::MAX));
    for (index, (name, row)) in (0_u32..).zip(rows) {
        let chart = Chart {
            left: 60.0,
            top: 48.0 + 150.0 * f64::from(index),
            width: 640.0,
            height: 88.0,
            most_x,
            most_y,
        };
        let class = if index == 0 { "a" } else { "b" };
        svg.text(
            (60.0, chart.top - 24.0),
            Anchor::Start,
            &format!("h {class}"),
            &format!(
                "{name}: all connected after {:.1} s, {} attempts",
                row.time.as_secs_f64(),
                thousands(row.calls)
            ),
        );
        chart.band(
            &mut svg,
            0.0,
            herd.lasts.as_secs_f64(),
            "the server is down",
        );
        chart.y_axis(&mut svg, step);
        chart.bars(
            &mut svg,
            class,
            SLICE.as_secs_f64(),
            &row.arrivals[..row.arrivals.len().min(slices)],
        );
        chart.x_axis(&mut svg, tick(most_x), " s");
        let right = (700.0, chart.top - 6.0);
        svg.text(right, Anchor::End, "m", "attempts in each 0.1 s");
    }
    svg.finish()
}

/// Ten labels or so.
pub(super) fn tick(most: f64) -> f64 {
    [1.0, 2.0, 5.0, 10.0, 20.0, 60.0]
        .into_iter()
        .find(|step| most / step <= 11.0)
        .unwrap_or(300.0)
}
