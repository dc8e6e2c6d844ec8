//! The queue over time, as SVG.

use std::{fmt::Write, time::Duration};

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 240.0;
/// The plot within the picture.
const LEFT: f64 = 56.0;
const TOP: f64 = 28.0;
const RIGHT: f64 = WIDTH - 16.0;
const BOTTOM: f64 = HEIGHT - 34.0;

/// The open tasks of a queue at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Since the start.
    pub at: Duration,
    /// Waiting and claimed ones.
    pub open: i64,
}

/// Draws the open tasks as a line over time, in colours for light and dark pages.
#[must_use]
pub fn draw(samples: &[Sample]) -> String {
    let end = samples
        .last()
        .map_or(1.0, |sample| sample.at.as_secs_f64())
        .max(1.0);
    let most = samples
        .iter()
        .map(|sample| sample.open)
        .max()
        .unwrap_or(0)
        .max(1);
    let x = |seconds: f64| LEFT + (RIGHT - LEFT) * seconds / end;
    let y = |open: f64| BOTTOM - (BOTTOM - TOP) * open / number(most);

    let mut svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" font-family="system-ui, sans-serif" font-size="12">
<title>Open tasks over time</title>
<style>svg {{ color: #1f2328 }} .line {{ stroke: #0969da }} @media (prefers-color-scheme: dark) {{ svg {{ color: #e6edf3 }} .line {{ stroke: #58a6ff }} }}</style>
<text x="{LEFT}" y="16" fill="currentColor">open tasks</text>
"#
    );
    let step = tick(number(most));
    let ticks = |most: f64, step: f64| {
        (0_u32..)
            // Without the dust of 0.6000000000000001.
            .map(move |n| (f64::from(n) * step * 10.0).round() / 10.0)
            .take_while(move |at| *at <= most)
    };
    for open in ticks(number(most), step) {
        let y = y(open);
        let _ = writeln!(
            svg,
            r#"<path d="M{LEFT} {y:.1}H{RIGHT}" stroke="currentColor" stroke-opacity="0.15"/><text x="{:.1}" y="{:.1}" text-anchor="end" fill="currentColor">{open}</text>"#,
            LEFT - 6.0,
            y + 4.0,
        );
    }
    for seconds in ticks(end, tick(end)) {
        let _ = writeln!(
            svg,
            r#"<text x="{:.1}" y="{:.1}" text-anchor="middle" fill="currentColor">{seconds} s</text>"#,
            x(seconds),
            BOTTOM + 18.0,
        );
    }
    let points: Vec<String> = samples
        .iter()
        .map(|sample| {
            format!(
                "{:.1},{:.1}",
                x(sample.at.as_secs_f64()),
                y(number(sample.open))
            )
        })
        .collect();
    let _ = writeln!(
        svg,
        r#"<polyline class="line" points="{}" fill="none" stroke-width="2" stroke-linejoin="round"/>"#,
        points.join(" "),
    );
    svg.push_str("</svg>\n");
    svg
}

fn number(count: i64) -> f64 {
    f64::from(i32::try_from(count).unwrap_or(i32::MAX))
}

/// The distance of the marks on an axis: 1, 2 or 5 times a power of ten, so that there are three to eight.
fn tick(most: f64) -> f64 {
    let magnitude = 10_f64.powf((most / 4.0).log10().floor());
    let steps = most / 4.0 / magnitude;
    let factor = if steps < 2.0 {
        1.0
    } else if steps < 5.0 {
        2.0
    } else {
        5.0
    };
    magnitude * factor
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_round_and_few() {
        for (most, expected) in [
            (1.0, 0.2),
            (7.0, 1.0),
            (10.0, 2.0),
            (23.4, 5.0),
            (10_000.0, 2000.0),
        ] {
            assert!(
                (tick(most) - expected).abs() < 1e-9,
                "{most}: {}",
                tick(most)
            );
        }
    }

    #[test]
    fn the_line_starts_at_the_top_and_ends_at_the_bottom() {
        let sample = |seconds, open| Sample {
            at: Duration::from_secs(seconds),
            open,
        };
        let svg = draw(&[sample(0, 100), sample(5, 50), sample(10, 0)]);
        assert!(
            svg.contains(r#"points="56.0,28.0 340.0,117.0 624.0,206.0""#),
            "{svg}"
        );
    }
}
