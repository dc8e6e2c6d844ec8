//! The chart of the key cases.

use std::path::Path;

use plotters::prelude::*;

use retry_benches::case::Case;

use crate::{
    Result,
    contenders::{BY_HAND, CONTENDERS, OWN},
    figures::Figures,
};

const PANELS: [Case; 4] = [
    Case::BlockingOutside,
    Case::Awaited,
    Case::RetryExact,
    Case::DelayJittered,
];

const WIDTH: u32 = 960;
const TOP: u32 = 64;
/// Pixels left of the bars, right of them (for the numbers), above the first, from one to the next, and
/// of a bar.
const LEFT: i32 = 130;
const RIGHT: i32 = 60;
const FIRST: i32 = 40;
const STEP: i32 = 27;
const THICKNESS: i32 = 18;

const OWN_COLOR: RGBColor = RGBColor(0xD9, 0x5F, 0x02);
const HAND_COLOR: RGBColor = RGBColor(0x59, 0x59, 0x59);
const PEER_COLOR: RGBColor = RGBColor(0x9E, 0xB6, 0xCC);
const INK_COLOR: RGBColor = RGBColor(0x22, 0x22, 0x22);

/// A panel: its title and its bars, the shortest first.
type Panel = (&'static str, Vec<(&'static str, f64)>);

/// Draws the chart.
pub fn draw(figures: &Figures, path: &Path) -> Result {
    let panels = PANELS.map(|case| panel(figures, case));
    let rows: Vec<_> = panels.chunks(2).collect();
    let heights = rows.iter().map(|row| height(row));
    let root = SVGBackend::new(path, (WIDTH, TOP + heights.sum::<u32>())).into_drawing_area();
    root.fill(&WHITE)?;
    let (top, mut rest) = root.split_vertically(TOP);
    let bold = ("sans-serif", 22).into_font().style(FontStyle::Bold);
    top.draw(&Text::new(
        "What a retry costs, in instructions",
        (16, 12),
        bold.color(&INK_COLOR),
    ))?;
    top.draw(&Text::new(
        "Over the work alone, counted by callgrind, release build with fat LTO. Shorter is better.",
        (16, 40),
        ("sans-serif", 14).into_font().color(&HAND_COLOR),
    ))?;
    for row in rows {
        let (area, below) = rest.split_vertically(height(row));
        for (area, panel) in area.split_evenly((1, row.len())).iter().zip(row) {
            draw_panel(area, panel)?;
        }
        rest = below;
    }
    root.present()?;
    Ok(())
}

fn panel(figures: &Figures, case: Case) -> Panel {
    let mut bars: Vec<_> = CONTENDERS
        .into_iter()
        .filter_map(|name| {
            let figure = format!("instructions/bench-lto/{}/{name}", case.name());
            let count = figures.number(&figure)?;
            Some((name, count))
        })
        .collect();
    bars.sort_by(|a, b| a.1.total_cmp(&b.1));
    (case.title(), bars)
}

/// Tall enough for the panel with the most bars.
fn height(panels: &[Panel]) -> u32 {
    let bars = panels.iter().map(|panel| panel.1.len()).max().unwrap_or(0);
    let bars = i32::try_from(bars).unwrap_or(0);
    (FIRST + bars * STEP + FIRST / 2).unsigned_abs()
}

fn draw_panel(
    area: &DrawingArea<SVGBackend, plotters::coord::Shift>,
    (title, bars): &Panel,
) -> Result {
    let label = ("sans-serif", 14).into_font().color(&INK_COLOR);
    let bold = ("sans-serif", 15)
        .into_font()
        .style(FontStyle::Bold)
        .color(&INK_COLOR);
    area.draw(&Text::new((*title).to_owned(), (16, 10), bold))?;
    let longest = bars.iter().map(|bar| bar.1).fold(1.0, f64::max);
    let width = f64::from(area.dim_in_pixel().0) - f64::from(LEFT + RIGHT);
    for ((name, count), top) in bars.iter().zip((FIRST..).step_by(STEP as usize)) {
        let color = match *name {
            OWN => OWN_COLOR,
            BY_HAND => HAND_COLOR,
            _ => PEER_COLOR,
        };
        let length = width * count.max(0.0) / longest;
        #[allow(clippy::cast_possible_truncation, reason = "pixels of a panel")]
        let end = LEFT + (length.round() as i32).max(1);
        area.draw(&Rectangle::new(
            [(LEFT, top), (end, top + THICKNESS)],
            color.filled(),
        ))?;
        area.draw(&Text::new((*name).to_owned(), (16, top + 2), label.clone()))?;
        area.draw(&Text::new(
            format!("{count:.0}"),
            (end + 6, top + 2),
            label.clone(),
        ))?;
    }
    Ok(())
}
