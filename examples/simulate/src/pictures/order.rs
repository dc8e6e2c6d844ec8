use crate::svg::{Anchor, Svg};

/// The parts of a run around a call, the outermost first, and what each does.
const AROUND_A_CALL: [(&str, &str); 4] = [
    (
        "deadline",
        "no attempt begins after it: all attempts and waits together",
    ),
    (
        "attempts and budget",
        "whether another attempt is made, and when",
    ),
    ("breaker", "asked before each attempt, told how it went"),
    (
        "attempt timeout",
        "cuts this attempt, which counts as a failure",
    ),
];

const WIDTH: f64 = 680.0;
const HEAD: f64 = 46.0;
const INSET: f64 = 24.0;
const CALL: f64 = 40.0;

/// The parts as boxes, one within the other.
pub(super) fn draw() -> String {
    let mut svg = Svg::new(
        "order",
        "The order of the parts, from the outside: deadline, attempts and budget, breaker, attempt timeout, and the call itself",
        720,
        310,
    );
    let count = u32::try_from(AROUND_A_CALL.len()).unwrap_or(0);
    let height = |inner: u32| f64::from(inner) * (HEAD + 14.0) + CALL;
    for (depth, (name, meaning)) in (0_u32..).zip(AROUND_A_CALL) {
        let left = 20.0 + INSET * f64::from(depth);
        let top = 10.0 + HEAD * f64::from(depth);
        let width = WIDTH - 2.0 * INSET * f64::from(depth);
        svg.rects("o", [[left, top, width, height(count - depth)]]);
        svg.text((left + 14.0, top + 19.0), Anchor::Start, "h", name);
        svg.text((left + 14.0, top + 36.0), Anchor::Start, "m", meaning);
    }
    let left = 20.0 + INSET * f64::from(count);
    let top = 10.0 + HEAD * f64::from(count);
    let width = WIDTH - 2.0 * INSET * f64::from(count);
    svg.rects("s", [[left, top, width, CALL]]);
    let at = (left + width / 2.0, top + 25.0);
    svg.text(at, Anchor::Middle, "h", "the call");
    svg.finish()
}
