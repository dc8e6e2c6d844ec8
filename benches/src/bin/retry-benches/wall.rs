//! Time by the clock, as a ratio to the loop by hand.

use crate::{
    Result,
    contenders::{BY_HAND, DIRECT},
    figures::Figures,
    programs::{Entry, Field, Profile, build, entries, lines},
};

/// A pair is two programs, one right after the other, so that both find the machine equally busy.
const PAIRS: usize = 7;
const TIMES: &str = "1000000";

/// `wall/<case>/<contender>`, with the default release profile, where there is a loop by hand.
pub fn time(figures: &mut Figures) -> Result {
    let programs = build(Profile::Release, Field::Peers)?;
    let entries = entries(&programs)?;
    let by_hand: Vec<_> = entries
        .iter()
        .filter(|entry| entry.contender == BY_HAND)
        .map(|entry| entry.case)
        .collect();
    for entry in entries {
        let contender = entry.contender.as_str();
        if contender == BY_HAND || contender == DIRECT || !by_hand.contains(&entry.case) {
            continue;
        }
        let mut ratios = (0..PAIRS)
            .map(|_| Ok(nanoseconds(&entry, contender)? / nanoseconds(&entry, BY_HAND)?))
            .collect::<Result<Vec<_>>>()?;
        let name = format!("wall/{}/{contender}", entry.case.name());
        figures.set(name, median(&mut ratios));
    }
    for entry in lines(&programs.join("cases"), &["lacks"])? {
        if let [contender, cases, why] = &entry[..] {
            figures.set_text(format!("lacks/{contender}/{cases}"), why);
        }
    }
    Ok(())
}

fn nanoseconds(entry: &Entry, contender: &str) -> Result<f64> {
    let printed = lines(&entry.program, &[entry.case.name(), contender, TIMES])?;
    Ok(printed[0][0].parse()?)
}

/// The number in the middle.
pub fn median(numbers: &mut [f64]) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}
