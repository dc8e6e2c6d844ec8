/// The candidate that `name` was probably meant to be: at most a third of its letters differ, or one.
pub(crate) fn nearest_name<'a>(name: &str, candidates: &[&'a str]) -> Option<&'a str> {
    candidates
        .iter()
        .map(|candidate| (distance(name, candidate), *candidate))
        .filter(|(distance, candidate)| *distance <= (candidate.len() / 3).max(1))
        .min()
        .map(|(_, candidate)| candidate)
}

/// How many letters must be added, removed or changed: the Levenshtein distance.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, left) in from.chars().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, right) in to.iter().enumerate() {
            let changed = diagonal + usize::from(left != *right);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_name_is_found_and_a_far_one_is_not() {
        let names = "attempts backoff on on_ok max_delay deadline".split(' ');
        let names: Vec<&str> = names.collect();
        assert_eq!(nearest_name("attempt", &names), Some("attempts"));
        assert_eq!(nearest_name("atempts", &names), Some("attempts"));
        assert_eq!(nearest_name("maxdelay", &names), Some("max_delay"));
        assert_eq!(nearest_name("frobnicate", &names), None);
    }
}
