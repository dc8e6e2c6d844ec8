//! Time by the clock, as the ratio to the loop by hand.

use crate::{
    Result,
    figures::Figures,
    programs::{Entry, Field, Profile, build, entries, lines},
};

/// Each pair is two programs right after each other, so that both meet the same machine.
const PAIRS: usize = 7;
const TIMES: &str = "1000000";

const MEASURE: &str = "by hand";

/// Times everything under the profile that users build: `wall/<case>/<contender>`.
pub fn time(figures: &mut Figures) -> Result {
    let programs = build(Profile::Release, Field::Peers)?;
    for entry in entries(&programs)? {
        let contender = entry.contender.as_str();
        if contender == MEASURE || contender == "direct" {
            continue;
        }
        let mut ratios = (0..PAIRS)
            .map(|_| Ok(nanoseconds(&entry, contender)? / nanoseconds(&entry, MEASURE)?))
            .collect::<Result<Vec<_>>>()?;
        let name = format!("wall/{}/{contender}", entry.case.name());
        figures.set(name, median(&mut ratios));
    }
    for entry in lines(&programs.join("cases"), &["lacks"])? {
        if let [contender, cases, why] = &entry[..] {
            figures.tell(format!("lacks/{contender}/{cases}"), why);
        }
    }
    Ok(())
}

fn nanoseconds(entry: &Entry, contender: &str) -> Result<f64> {
    let printed = lines(&entry.program, &[entry.case.name(), contender, TIMES])?;
    Ok(printed[0][0].parse()?)
}

/// The one in the middle.
pub fn median(numbers: &mut [f64]) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}
