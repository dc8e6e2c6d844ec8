//! The committed figures of this crate, so that no change makes them worse unnoticed.

use std::{path::PathBuf, process::Command};

use crate::{
    Result,
    contenders::{DIRECT, OWN},
    counts,
    figures::Figures,
    programs::Field,
    programs::package,
};

/// An instruction count is worse when it exceeds the committed one by both.
const MARGIN: f64 = 0.03;
const INSTRUCTIONS: f64 = 5.0;

fn path() -> PathBuf {
    package().join("baseline.json")
}

fn figures() -> Result<Figures> {
    let is_own = |contender: &str| [DIRECT, OWN].contains(&contender);
    let mut figures = counts::count(Field::Alone, is_own)?;
    figures.set_text("compiler", compiler()?);
    Ok(figures)
}

/// The compiler and its version.
pub fn compiler() -> Result<String> {
    let version = Command::new("rustc").arg("--version").output()?.stdout;
    Ok(String::from_utf8(version)?.trim().to_owned())
}

/// Measures this crate and writes the baseline.
pub fn write() -> Result {
    figures()?.write(&path())
}

/// Measures this crate and compares it with the baseline.
pub fn check() -> Result {
    let committed = Figures::read(&path())?;
    let found = figures()?;
    if committed.text("compiler") != found.text("compiler") {
        println!(
            "the baseline is of {}, this is {}",
            committed.text("compiler").unwrap_or("another compiler"),
            found.text("compiler").unwrap_or("another one"),
        );
    }
    let mut worse = Vec::new();
    for (name, number) in found.numbers() {
        let Some(before) = committed.number(name) else {
            worse.push(format!("{name} is not in the baseline"));
            continue;
        };
        println!("{name}: {before} -> {number}");
        if is_worse(name, before, number) {
            worse.push(format!("{name} was {before} and is {number}"));
        }
    }
    for (name, _) in committed.numbers() {
        if found.number(name).is_none() {
            worse.push(format!("{name} is no longer measured"));
        }
    }
    if worse.is_empty() {
        return Ok(());
    }
    worse.push("where that is meant: `cargo run -p retry-benches -- baseline`".to_owned());
    Err(worse.join("\n").into())
}

fn is_worse(name: &str, before: f64, number: f64) -> bool {
    if name.starts_with("instructions/") {
        number > before + (before.abs() * MARGIN).max(INSTRUCTIONS)
    } else {
        // Bytes and allocations do not vary from run to run.
        number > before
    }
}
