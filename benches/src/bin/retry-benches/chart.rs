//! The chart of the key cases.

use std::path::Path;

use plotters::prelude::*;

use crate::{Result, figures::Figures, tables::CONTENDERS};

const PANELS: [(&str, &str); 4] = [
    ("blocking, success at once", "blocking-outside"),
    ("async, success at once, tokio's sleep", "awaited"),
    ("one retry, no jitter, sleep left out", "retry-exact"),
    ("one delay with full jitter", "delay-jittered"),
];

const SIZE: (u32, u32) = (960, 820);
const OWN: RGBColor = RGBColor(0xD9, 0x5F, 0x02);
const HAND: RGBColor = RGBColor(0x59, 0x59, 0x59);
const PEER: RGBColor = RGBColor(0x9E, 0xB6, 0xCC);
const INK: RGBColor = RGBColor(0x22, 0x22, 0x22);

/// Draws it.
pub fn draw(figures: &Figures, path: &Path) -> Result {
    let root = SVGBackend::new(path, SIZE).into_drawing_area();
    root.fill(&WHITE)?;
    let title = ("sans-serif", 22)
        .into_font()
        .style(FontStyle::Bold)
        .color(&INK);
    let (top, panels) = root.split_vertically(64);
    top.draw(&Text::new(
        "What a retry costs, in instructions",
        (16, 12),
        title,
    ))?;
    top.draw(&Text::new(
        "Over the work alone, counted by callgrind, release build with fat LTO. Shorter is better.",
        (16, 40),
        ("sans-serif", 14).into_font().color(&HAND),
    ))?;
    for (panel, (title, case)) in panels.split_evenly((2, 2)).iter().zip(PANELS) {
        let mut bars: Vec<_> = CONTENDERS
            .into_iter()
            .filter_map(|name| {
                let count = figures.number(&format!("instructions/bench-lto/{case}/{name}"))?;
                Some((name, count))
            })
            .collect();
        bars.sort_by(|a, b| a.1.total_cmp(&b.1));
        draw_panel(panel, title, &bars)?;
    }
    root.present()?;
    Ok(())
}

fn draw_panel(
    panel: &DrawingArea<SVGBackend, plotters::coord::Shift>,
    title: &str,
    bars: &[(&str, f64)],
) -> Result {
    const LEFT: i32 = 130;
    const RIGHT: i32 = 60;
    const FIRST: i32 = 40;
    const STEP: i32 = 27;
    const THICKNESS: i32 = 18;

    let label = ("sans-serif", 14).into_font().color(&INK);
    let bold = ("sans-serif", 15)
        .into_font()
        .style(FontStyle::Bold)
        .color(&INK);
    panel.draw(&Text::new(title.to_owned(), (16, 10), bold))?;
    let longest = bars.iter().map(|bar| bar.1).fold(1.0, f64::max);
    let width = f64::from(panel.dim_in_pixel().0) - f64::from(LEFT + RIGHT);
    for ((name, count), top) in bars.iter().zip((FIRST..).step_by(STEP as usize)) {
        let color = match *name {
            "retry-core" => OWN,
            "by hand" => HAND,
            _ => PEER,
        };
        let length = width * count.max(0.0) / longest;
        #[allow(clippy::cast_possible_truncation, reason = "pixels of a panel")]
        let end = LEFT + (length.round() as i32).max(1);
        panel.draw(&Rectangle::new(
            [(LEFT, top), (end, top + THICKNESS)],
            color.filled(),
        ))?;
        panel.draw(&Text::new((*name).to_owned(), (16, top + 2), label.clone()))?;
        panel.draw(&Text::new(
            format!("{count:.0}"),
            (end + 6, top + 2),
            label.clone(),
        ))?;
    }
    Ok(())
}
