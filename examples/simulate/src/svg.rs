use std::fmt::Write as _;

/// A picture as the text of an SVG file. It takes the colour of the text around it where it is part of a page, and
/// follows the light or dark scheme where it is a file.
///
/// Numbers are rounded to tenths, so the text is the same on every machine.
#[derive(Debug)]
pub(crate) struct Svg {
    head: String,
    body: String,
}

/// Where a text stands, seen from its point.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Anchor {
    /// To the right of it.
    Start,
    /// Around it.
    Middle,
    /// To the left of it.
    End,
}

/// The same for all pictures, since those of one page share their styles. `svg.rp:root` is the root of a file.
/// A page has each picture twice: as a file for readers of the Markdown, and here in the text, for rustdoc.
const STYLE: &str = "<style>\
.rp-file{display:none}\
.rp-here{display:block;width:100%;max-width:720px!important;margin:1em 0}\
svg.rp:root{color:#1f2328}\
@media (prefers-color-scheme:dark){svg.rp:root{color:#d1d7e0}}\
.rp text{fill:currentColor;font:13px system-ui,sans-serif}\
.rp .h{font-weight:600}\
.rp .m{font-size:12px;opacity:.75}\
.rp .x{stroke:currentColor;stroke-opacity:.6;fill:none}\
.rp .g{stroke:currentColor;stroke-opacity:.18;fill:none}\
.rp .e{stroke:currentColor;stroke-dasharray:5 4;stroke-width:1.5;fill:none}\
.rp .s{fill:currentColor;fill-opacity:.1}\
.rp .o{stroke:currentColor;stroke-opacity:.6;fill:currentColor;fill-opacity:.06}\
.rp .a{fill:#d9730d}.rp .b{fill:#4389cb}.rp .c{fill:#2b9a66}.rp .d{fill:#db5568}\
.rp .t{fill-opacity:.6}\
.rp .la,.rp .lb,.rp .lc,.rp .ld{fill:none;stroke-width:2;stroke-linejoin:round}\
.rp .la{stroke:#d9730d}.rp .lb{stroke:#4389cb}.rp .lc{stroke:#2b9a66}.rp .ld{stroke:#db5568}\
</style>";

impl Svg {
    /// An empty picture of this size in pixels. The title is for those who do not see it.
    #[must_use]
    pub(crate) fn new(id: &str, title: &str, width: u32, height: u32) -> Self {
        let title = escaped(title);
        Self {
            head: format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"rp\" id=\"picture-{id}\" \
                 viewBox=\"0 0 {width} {height}\" width=\"100%\" style=\"max-width:{width}px\" role=\"img\" \
                 aria-label=\"{title}\">\n{STYLE}\n"
            ),
            body: String::new(),
        }
    }

    /// A text. The classes are `h` for headings, `m` for less important ones, and those of colours.
    pub(crate) fn text(&mut self, (x, y): (f64, f64), anchor: Anchor, class: &str, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let class = match class {
            "" => String::new(),
            class => format!(" class=\"{class}\""),
        };
        let (x, y, text) = (tenths(x), tenths(y), escaped(text));
        let _ = writeln!(
            self.body,
            "<text x=\"{x}\" y=\"{y}\"{anchor}{class}>{text}</text>"
        );
    }

    /// A line through these points.
    pub(crate) fn line(&mut self, class: &str, points: impl IntoIterator<Item = (f64, f64)>) {
        let mut path = String::new();
        for (x, y) in points {
            let command = if path.is_empty() { 'M' } else { 'L' };
            let _ = write!(path, "{command}{} {}", tenths(x), tenths(y));
        }
        let _ = writeln!(self.body, "<path class=\"{class}\" d=\"{path}\"/>");
    }

    /// Rectangles of one colour: left, top, width and height of each.
    pub(crate) fn rects(&mut self, class: &str, rects: impl IntoIterator<Item = [f64; 4]>) {
        let mut path = String::new();
        for [left, top, width, height] in rects {
            let (width, height) = (tenths(width), tenths(height));
            let _ = write!(
                path,
                "M{} {}h{width}v{height}h-{width}z",
                tenths(left),
                tenths(top)
            );
        }
        let _ = writeln!(self.body, "<path class=\"{class}\" d=\"{path}\"/>");
    }

    /// A line with an arrow's head at its end, which points down or to the right.
    pub(crate) fn arrow(&mut self, from: (f64, f64), to: (f64, f64)) {
        self.line("x", [from, to]);
        let (x, y) = to;
        let is_level = (from.1 - y).abs() < 0.1;
        let head = if is_level {
            [(x - 6.0, y - 4.0), to, (x - 6.0, y + 4.0)]
        } else {
            [(x - 4.0, y - 6.0), to, (x + 4.0, y - 6.0)]
        };
        self.line("x", head);
    }

    /// The file. It has no empty line, which would end it in Markdown.
    #[must_use]
    pub(crate) fn finish(self) -> String {
        format!("{}{}</svg>\n", self.head, self.body)
    }
}

/// A number with at most one digit after the point.
fn tenths(number: f64) -> String {
    let text = format!("{number:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0" } else { text }.to_owned()
}

/// For text and attributes.
#[must_use]
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[test]
fn numbers_have_a_tenth_at_most() {
    let texts = [0.04, -0.04, 1.0, 12.25, 99.96].map(tenths);
    assert_eq!(texts, ["0", "0", "1", "12.2", "100"]);
}
