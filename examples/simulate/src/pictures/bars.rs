use crate::{
    chart::thousands,
    contention::Contended,
    slow_tail::Answered,
    svg::{Anchor, Svg},
};

/// Bars of calls and of time for each kind of jitter.
#[must_use]
pub fn contended(rows: &[(&str, Contended)]) -> String {
    let bars = |row: &Contended| {
        let time = row.time.as_secs_f64();
        [
            (f64::from(row.calls), thousands(row.calls)),
            (time, format!("{time:.1} s")),
        ]
    };
    let title = "Calls and time by kind of jitter";
    draw("contention", title, ["calls", "time"], rows, bars)
}

/// Bars of calls and of the time that 99 of 100 requests took at most, for each hedge.
#[must_use]
pub fn slow_tail(rows: &[(&str, Answered)]) -> String {
    let bars = |row: &Answered| {
        let time = row.quantile(990);
        [
            (f64::from(row.calls), thousands(row.calls)),
            (time.as_secs_f64(), format!("{} ms", time.as_millis())),
        ]
    };
    let title = "Calls, and the time of 99 of 100 requests, by hedge";
    draw("hedge", title, ["calls", "99 % within"], rows, bars)
}

const LEFT: [f64; 2] = [190.0, 460.0];

/// Two bars in each row: their lengths and their labels.
fn draw<R>(
    id: &str,
    title: &str,
    heads: [&str; 2],
    rows: &[(&str, R)],
    bars: impl Fn(&R) -> [(f64, String); 2],
) -> String {
    let count = u32::try_from(rows.len()).unwrap_or(1);
    let mut svg = Svg::new(id, title, 720, 40 + 28 * count);
    for ((left, head), class) in LEFT.into_iter().zip(heads).zip(["a", "b"]) {
        let column = usize::from(class == "b");
        svg.text((left, 18.0), Anchor::Start, "h", head);
        let most = rows
            .iter()
            .map(|row| bars(&row.1)[column].0)
            .fold(0.001, f64::max);
        for (index, (_, row)) in (0_u32..).zip(rows) {
            let top = 30.0 + 28.0 * f64::from(index);
            let (length, label) = &bars(row)[column];
            let width = 190.0 * length / most;
            svg.rects(class, [[left, top, width, 18.0]]);
            svg.text((left + width + 6.0, top + 14.0), Anchor::Start, "m", label);
        }
    }
    for (index, (name, _)) in (0_u32..).zip(rows) {
        let y = 44.0 + 28.0 * f64::from(index);
        svg.text((180.0, y), Anchor::End, "", name);
    }
    svg.finish()
}
