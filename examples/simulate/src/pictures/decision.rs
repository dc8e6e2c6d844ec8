use crate::svg::{Anchor, Svg};

/// What is checked after a failed attempt, in this order, with the label and the meaning of the reason why the run
/// stops if the answer is no.
pub const CHECKS: [(&str, &str, &str); 6] = [
    (
        "Is the failure worth a retry?",
        "not_retryable",
        "the predicate or a mark says no",
    ),
    ("Are attempts left?", "attempts", "it was the last one"),
    (
        "Is there a next delay?",
        "schedule_ended",
        "a schedule of your own ended",
    ),
    (
        "Is the server's hint short enough?",
        "hint_too_long",
        "it asks for more than max_retry_after",
    ),
    (
        "Does the wait end before the deadline?",
        "deadline",
        "no attempt begins after it",
    ),
    (
        "Does the budget pay?",
        "budget",
        "too many runs are retrying",
    ),
];

const LEFT: f64 = 20.0;
const WIDTH: f64 = 300.0;
const STEP: f64 = 52.0;

/// The decision after a failed attempt.
pub(super) fn draw() -> String {
    let mut svg = Svg::new(
        "decision",
        "After a failed attempt: six checks, the first no stops the run, else it waits and tries again",
        720,
        430,
    );
    let middle = LEFT + WIDTH / 2.0;
    boxed(&mut svg, LEFT, 10.0, "An attempt failed");
    let mut bottom = 42.0;
    for (index, (question, label, meaning)) in (1_u32..).zip(CHECKS) {
        let top = 10.0 + STEP * f64::from(index);
        svg.arrow((middle, bottom), (middle, top));
        if index > 1 {
            svg.text((middle + 8.0, top - 6.0), Anchor::Start, "m", "yes");
        }
        boxed(&mut svg, LEFT, top, question);
        let level = top + 16.0;
        svg.arrow((LEFT + WIDTH, level), (422.0, level));
        svg.text((LEFT + WIDTH + 10.0, level - 5.0), Anchor::Start, "m", "no");
        svg.text((430.0, level - 2.0), Anchor::Start, "h d", label);
        svg.text((430.0, level + 14.0), Anchor::Start, "m", meaning);
        bottom = top + 32.0;
    }
    let top = 10.0 + STEP * 7.0;
    svg.arrow((middle, bottom), (middle, top));
    svg.text((middle + 8.0, top - 6.0), Anchor::Start, "m", "yes");
    boxed(&mut svg, LEFT, top, "Wait, then make the next attempt");
    let at = (LEFT + WIDTH + 24.0, top + 14.0);
    svg.text(at, Anchor::Start, "c", "the delay: backoff with jitter,");
    let at = (LEFT + WIDTH + 24.0, top + 32.0);
    svg.text(at, Anchor::Start, "c", "and not less than the hint");
    svg.finish()
}

fn boxed(svg: &mut Svg, left: f64, top: f64, text: &str) {
    svg.rects("o", [[left, top, WIDTH, 32.0]]);
    let at = (left + WIDTH / 2.0, top + 21.0);
    svg.text(at, Anchor::Middle, "", text);
}
