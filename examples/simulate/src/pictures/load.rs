use super::herd::tick;
use crate::{
    chart::{Chart, rounded_up, thousands},
    outage::{Outage, Survived},
    svg::{Anchor, Svg},
    variants::{outage_variants, run_variants},
};

const LINES: [&str; 4] = ["la", "lb", "lc", "ld"];
const COLORS: [&str; 4] = ["a", "b", "c", "d"];

/// The usual outage: without a budget and with two.
pub(super) fn draw() -> String {
    let outage = Outage::default();
    let variants = outage_variants();
    let rows = run_variants(&outage, 1, &variants[1..4], &mut |_, _| {});
    let rows: Vec<_> = rows.iter().map(|(name, row)| (*name, row)).collect();
    load(&outage, &rows)
}

/// A line for each.
#[must_use]
pub fn load(outage: &Outage, rows: &[(&str, &Survived)]) -> String {
    let legend = u32::try_from(rows.len()).unwrap_or(1);
    let mut svg = Svg::new(
        "load",
        "Calls per second in an outage: a multiple of the usual load without a budget, a little more with one",
        720,
        290 + 18 * legend,
    );
    let most = rows.iter().flat_map(|(_, row)| &row.arrivals).max();
    let (most_y, step) = rounded_up(most.copied().unwrap_or(1).max(outage.capacity));
    let chart = Chart {
        left: 60.0,
        top: 40.0,
        width: 640.0,
        height: 210.0,
        most_x: outage.end.as_secs_f64(),
        most_y,
    };
    svg.text((16.0, 16.0), Anchor::Start, "h", "calls per second");
    let (begins, lasts) = (outage.begins.as_secs_f64(), outage.lasts.as_secs_f64());
    chart.band(
        &mut svg,
        begins,
        begins + lasts,
        "the server answers nobody",
    );
    chart.y_axis(&mut svg, step);
    let capacity = format!("what the server can answer: {}", thousands(outage.capacity));
    chart.mark_y(&mut svg, f64::from(outage.capacity), &capacity);
    for ((_, row), class) in rows.iter().zip(LINES.into_iter().cycle()) {
        chart.line(&mut svg, class, 1.0, &row.arrivals);
    }
    chart.x_axis(&mut svg, tick(chart.most_x), " s");
    for ((index, (name, row)), class) in (0_u32..).zip(rows).zip(COLORS.into_iter().cycle()) {
        let y = 294.0 + 18.0 * f64::from(index);
        let recovery = match row.recovery {
            Some(time) => format!("well again {} s after the end", time.as_secs()),
            None => "never well again".to_owned(),
        };
        let text = format!("{name}: {} calls, {recovery}", thousands(row.calls));
        svg.text((60.0, y), Anchor::Start, &format!("h {class}"), &text);
    }
    svg.finish()
}
