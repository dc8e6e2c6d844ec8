//! Everything that is counted: instructions, allocations and bytes.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    thread,
};

use retry_benches::case::Case;

use crate::{
    Result, callgrind,
    contenders::DIRECT,
    figures::Figures,
    programs::{Entry, Field, Profile, build, entries, lines},
};

/// `instructions/<profile>/<case>/<contender>` over the work without a retry,
/// `allocations/<case>/<contender>` and `bytes/<future>`.
pub fn count(field: Field, takes_part: impl Fn(&str) -> bool) -> Result<Figures> {
    let mut figures = Figures::default();
    for profile in Profile::BOTH {
        let programs = build(profile, field)?;
        let mut entries = entries(&programs)?;
        entries.retain(|entry| takes_part(&entry.contender));
        let counted = instructions_of_all(&entries)?;
        for ((case, contender), instructions) in &counted {
            let floor = counted.get(&(*case, DIRECT.to_owned())).unwrap_or(&0.0);
            let name = format!(
                "instructions/{}/{}/{contender}",
                profile.name(),
                case.name()
            );
            if contender != DIRECT {
                figures.set(name, (instructions - floor) / f64::from(case.parts()));
            }
        }
        if profile == Profile::Lto {
            allocations(&programs.join("allocations"), &takes_part, &mut figures)?;
            sizes(&programs.join("cases"), &mut figures)?;
        }
    }
    Ok(figures)
}

/// As many at a time as there are cores: other processes do not change instruction counts.
fn instructions_of_all(entries: &[Entry]) -> Result<BTreeMap<(Case, String), f64>> {
    let next = AtomicUsize::new(0);
    let counted = Mutex::new(BTreeMap::new());
    let count_some = || -> std::result::Result<(), String> {
        while let Some(entry) = entries.get(next.fetch_add(1, Relaxed)) {
            let instructions =
                callgrind::instructions_per_run(entry).map_err(|error| error.to_string())?;
            let mut counted = counted.lock().map_err(|error| error.to_string())?;
            counted.insert((entry.case, entry.contender.clone()), instructions);
        }
        Ok(())
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..thread::available_parallelism()?.get())
            .map(|_| scope.spawn(count_some))
            .collect();
        for worker in workers {
            worker.join().map_err(|_| "a worker panicked")??;
        }
        Ok::<_, Box<dyn std::error::Error>>(())
    })?;
    Ok(counted.into_inner()?)
}

fn allocations(program: &Path, takes_part: impl Fn(&str) -> bool, figures: &mut Figures) -> Result {
    for entry in lines(program, &[])? {
        if let [case, contender, count] = &entry[..]
            && takes_part(contender)
            && contender != DIRECT
        {
            figures.set(format!("allocations/{case}/{contender}"), count.parse()?);
        }
    }
    Ok(())
}

fn sizes(cases: &Path, figures: &mut Figures) -> Result {
    for entry in lines(cases, &["sizes"])? {
        if let [future, bytes] = &entry[..] {
            figures.set(format!("bytes/{future}"), bytes.parse()?);
        }
    }
    Ok(())
}
