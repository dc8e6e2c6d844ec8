use crate::{
    chart::thousands,
    contention::Contended,
    svg::{Anchor, Svg},
};

/// Bars of calls and of time for each kind of jitter.
#[must_use]
pub fn contended(rows: &[(&str, Contended)]) -> String {
    let count = u32::try_from(rows.len()).unwrap_or(1);
    let mut svg = Svg::new(
        "contention",
        "Calls and time by kind of jitter",
        720,
        40 + 28 * count,
    );
    let most_calls = rows.iter().map(|row| row.1.calls).max().unwrap_or(1).max(1);
    let most_time = rows
        .iter()
        .map(|row| row.1.time.as_secs_f64())
        .fold(0.001, f64::max);
    svg.text((130.0, 18.0), Anchor::Start, "h", "calls");
    svg.text((430.0, 18.0), Anchor::Start, "h", "time");
    for (index, (name, row)) in (0_u32..).zip(rows) {
        let top = 30.0 + 28.0 * f64::from(index);
        let (calls, time) = (f64::from(row.calls), row.time.as_secs_f64());
        svg.text((120.0, top + 14.0), Anchor::End, "", name);
        for (left, class, share, label) in [
            (
                130.0,
                "a",
                calls / f64::from(most_calls),
                thousands(row.calls),
            ),
            (430.0, "b", time / most_time, format!("{time:.1} s")),
        ] {
            let width = 210.0 * share;
            svg.rects(class, [[left, top, width, 18.0]]);
            svg.text((left + width + 6.0, top + 14.0), Anchor::Start, "m", &label);
        }
    }
    svg.finish()
}
