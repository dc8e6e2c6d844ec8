//! Time by the clock, as the ratio to the loop by hand.

use std::path::Path;

use crate::{
    Result,
    figures::Figures,
    programs::{Field, Profile, build, lines},
};

/// Each pair is two programs right after each other, so that both meet the same machine.
const PAIRS: usize = 7;
const TIMES: &str = "1000000";

const MEASURE: &str = "by hand";

/// Times everything under the profile that users build: `wall/<case>/<contender>`.
pub fn time(figures: &mut Figures) -> Result {
    let cases = build(Profile::Release, Field::Peers)?.join("cases");
    for entry in lines(&cases, &[])? {
        let [case, contender] = &entry[..] else {
            continue;
        };
        if contender == MEASURE || contender == "direct" {
            continue;
        }
        let mut ratios = (0..PAIRS)
            .map(
                |_| Ok(nanoseconds(&cases, case, contender)? / nanoseconds(&cases, case, MEASURE)?),
            )
            .collect::<Result<Vec<_>>>()?;
        figures.set(format!("wall/{case}/{contender}"), median(&mut ratios));
    }
    for entry in lines(&cases, &["lacks"])? {
        if let [contender, cases, why] = &entry[..] {
            figures.tell(format!("lacks/{contender}/{cases}"), why);
        }
    }
    Ok(())
}

fn nanoseconds(cases: &Path, case: &str, contender: &str) -> Result<f64> {
    let printed = lines(cases, &[case, contender, TIMES])?;
    Ok(printed[0][0].parse()?)
}

/// The one in the middle.
pub fn median(numbers: &mut [f64]) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}
