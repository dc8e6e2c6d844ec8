use crate::svg::{Anchor, Svg};

/// The area of a chart: where it lies in its picture, and which numbers it spans, from zero.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chart {
    /// Pixels from the left edge of the picture.
    pub(crate) left: f64,
    /// Pixels from its upper edge.
    pub(crate) top: f64,
    /// In pixels.
    pub(crate) width: f64,
    /// In pixels.
    pub(crate) height: f64,
    /// The number at the right edge.
    pub(crate) most_x: f64,
    /// The number at the upper edge.
    pub(crate) most_y: f64,
}

impl Chart {
    /// The pixel of this number.
    #[must_use]
    pub(crate) fn x(&self, number: f64) -> f64 {
        self.left + self.width * number / self.most_x
    }

    /// The pixel of this number.
    #[must_use]
    pub(crate) fn y(&self, number: f64) -> f64 {
        let number = number.min(self.most_y);
        self.top + self.height - self.height * number / self.most_y
    }

    fn bottom(&self) -> f64 {
        self.top + self.height
    }

    /// The lower edge, and a label at each step.
    pub(crate) fn x_axis(&self, svg: &mut Svg, step: f64, unit: &str) {
        svg.line(
            "x",
            [
                (self.left, self.bottom()),
                (self.left + self.width, self.bottom()),
            ],
        );
        for number in steps(self.most_x, step) {
            let x = self.x(number);
            svg.line("x", [(x, self.bottom()), (x, self.bottom() + 4.0)]);
            let at = (x, self.bottom() + 18.0);
            svg.text(at, Anchor::Middle, "m", &format!("{number}{unit}"));
        }
    }

    /// A faint line and a label at each step.
    pub(crate) fn y_axis(&self, svg: &mut Svg, step: f64) {
        for number in steps(self.most_y, step) {
            let y = self.y(number);
            svg.line("g", [(self.left, y), (self.left + self.width, y)]);
            let at = (self.left - 8.0, y + 4.0);
            svg.text(at, Anchor::End, "m", &thousands(number));
        }
    }

    /// A line through numbers that are `step` apart, the first at `step / 2`.
    pub(crate) fn line(&self, svg: &mut Svg, class: &str, step: f64, numbers: &[u32]) {
        let points = (0_u32..).zip(numbers).map(|(index, number)| {
            let x = (f64::from(index) + 0.5) * step;
            (self.x(x), self.y(f64::from(*number)))
        });
        svg.line(class, points);
    }

    /// A bar for each number that is not zero, from `step * index` on.
    pub(crate) fn bars(&self, svg: &mut Svg, class: &str, step: f64, numbers: &[u32]) {
        let width = self.width * step / self.most_x;
        let bars = (0_u32..)
            .zip(numbers)
            .filter(|(_, number)| **number > 0)
            .map(|(index, number)| {
                let top = self.y(f64::from(*number));
                let left = self.x(f64::from(index) * step);
                [left, top, width, self.bottom() - top]
            });
        svg.rects(class, bars);
    }

    /// A dashed line down from the upper edge, with a label above.
    pub(crate) fn mark_x(&self, svg: &mut Svg, number: f64, label: &str) {
        let x = self.x(number);
        svg.line("e", [(x, self.top), (x, self.bottom())]);
        svg.text((x, self.top - 6.0), Anchor::Middle, "m", label);
    }

    /// A dashed line across, with a label above its right end.
    pub(crate) fn mark_y(&self, svg: &mut Svg, number: f64, label: &str) {
        let (y, right) = (self.y(number), self.left + self.width);
        svg.line("e", [(self.left, y), (right, y)]);
        svg.text((right, y - 6.0), Anchor::End, "m", label);
    }

    /// A shaded stretch of time, with a label at its top.
    pub(crate) fn band(&self, svg: &mut Svg, from: f64, to: f64, label: &str) {
        let (left, right) = (self.x(from), self.x(to));
        svg.rects("s", [[left, self.top, right - left, self.height]]);
        let middle = f64::midpoint(left, right);
        svg.text((middle, self.top - 6.0), Anchor::Middle, "m", label);
    }
}

/// From zero to the last number, both included.
fn steps(most: f64, step: f64) -> impl Iterator<Item = f64> {
    (0_u32..)
        .map(move |index| f64::from(index) * step)
        .take_while(move |number| *number <= most + step / 1000.0)
        // Sums of tenths have digits of their own.
        .map(|number| (number * 1000.0).round() / 1000.0)
}

/// With a comma, as in the text of the guide.
#[must_use]
pub(crate) fn thousands(number: impl Into<f64>) -> String {
    let digits = format!("{:.0}", number.into());
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number for the upper edge, and the step to it: 1, 2 or 5 times a power of ten, five times at most.
#[must_use]
pub(crate) fn rounded_up(most: u32) -> (f64, f64) {
    let mut step = 1_u32;
    for factor in [2, 5, 2].into_iter().cycle() {
        if step.saturating_mul(5) >= most {
            break;
        }
        step = if factor == 5 { step / 2 * 5 } else { step * 2 };
    }
    (
        f64::from(most.max(1).div_ceil(step) * step),
        f64::from(step),
    )
}

#[test]
fn numbers_are_grouped_and_rounded_up() {
    let texts = [0, 999, 1_000, 1_234_567].map(thousands);
    assert_eq!(texts, ["0", "999", "1,000", "1,234,567"]);
    let edges = [0, 5, 6, 30, 101, 5_996].map(rounded_up);
    let steps = [
        (1.0, 1.0),
        (5.0, 1.0),
        (6.0, 2.0),
        (30.0, 10.0),
        (150.0, 50.0),
        (6_000.0, 2_000.0),
    ];
    assert_eq!(edges, steps);
}
