//! The README's first table: this crate, its targets, the loop by hand, and the best peer.

use retry_benches::case::Case;

use crate::{
    contenders::{BACKON_WITH_MACROS, BY_HAND, CONTENDERS, OWN},
    figures::Figures,
    rows::{ROWS, Shows},
    tables::cell,
};

/// The cells of a row after its title and target.
#[derive(Default)]
struct Cells {
    by_hand: Option<f64>,
    own: Option<f64>,
    peer: Option<(f64, &'static str)>,
    release: Option<f64>,
}

/// One Markdown table.
pub fn table(figures: &Figures) -> String {
    let mut table =
        "| case | target | by hand | retry-core | best peer | default release |\n".to_owned();
    table += "|---|---:|---:|---:|---:|---:|\n";
    for case in Case::all() {
        let name = case.name();
        let cells = Cells {
            release: figures.number(&format!("instructions/release/{name}/{OWN}")),
            ..all(figures, &format!("instructions/bench-lto/{name}/*"))
        };
        table += &line(case.title(), case.target(), &cells);
    }
    for (title, target, shows) in ROWS {
        table += &line(title, target, &cells(figures, shows));
    }
    table
}

fn line(title: &str, target: &str, cells: &Cells) -> String {
    let [by_hand, own, release] = [cells.by_hand, cells.own, cells.release].map(cell);
    let peer = cells.peer.map_or_else(String::new, |(number, name)| {
        format!("{} ({name})", cell(Some(number)))
    });
    format!("| {title} | {target} | {by_hand} | {own} | {peer} | {release} |\n")
}

fn cells(figures: &Figures, shows: Shows) -> Cells {
    match shows {
        Shows::All(name) => all(figures, name),
        Shows::Own(own) => Cells {
            own: figures.number(own),
            ..Cells::default()
        },
        Shows::Both(by_hand, own) => Cells {
            by_hand: figures.number(by_hand),
            own: figures.number(own),
            ..Cells::default()
        },
        Shows::Backon(name) => {
            let number = |of| figures.number(&name.replace('*', of));
            let backon = number(BACKON_WITH_MACROS);
            Cells {
                own: number(OWN),
                peer: backon.map(|number| (number, BACKON_WITH_MACROS)),
                ..Cells::default()
            }
        }
    }
}

/// The figures with this name, in which `*` stands for the contender. The best peer has the smallest.
fn all(figures: &Figures, name: &str) -> Cells {
    let number = |contender| figures.number(&name.replace('*', contender));
    let peers = CONTENDERS
        .into_iter()
        .filter(|name| ![BY_HAND, OWN].contains(name));
    Cells {
        by_hand: number(BY_HAND),
        own: number(OWN),
        peer: peers
            .filter_map(|peer| Some((number(peer)?, peer)))
            .min_by(|a, b| a.0.total_cmp(&b.0)),
        release: None,
    }
}
