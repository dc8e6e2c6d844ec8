//! The README, which has prose and tables: the tables are written here.

use std::{fs, path::PathBuf, process::Command};

use serde_json::Value;

use crate::{
    Result, baseline::compiler, chart, contenders::is_listed, derived::with_derived,
    figures::Figures, programs::package, summary, tables,
};

const BEGIN: &str = "<!-- measured: begin -->\n";
const END: &str = "<!-- measured: end -->\n";

fn figures() -> PathBuf {
    package().join("figures.json")
}

/// Measures for one command, keeps the figures of the others, and writes the README.
pub fn measure(kind: &str, measure: impl FnOnce(&mut Figures) -> Result) -> Result {
    let mut measured = Figures::default();
    measure(&mut measured)?;
    measured.set_text(format!("measured/{kind}"), stamp()?);
    let mut figures = Figures::read(&figures()).unwrap_or_default();
    for kind in measured.kinds() {
        if kind != "measured" {
            figures.forget(&kind);
        }
    }
    figures.extend(measured);
    figures.forget("versions");
    for (name, version) in versions()? {
        figures.set_text(format!("versions/{name}"), version);
    }
    figures.write(&self::figures())?;
    write()
}

/// The day and the compiler.
fn stamp() -> Result<String> {
    let day = Command::new("date")
        .args(["-u", "+%Y-%m-%d"])
        .output()?
        .stdout;
    let compiler = compiler()?;
    let version = compiler.split(" (").next().unwrap_or_default();
    Ok(format!("{}, {version}", String::from_utf8(day)?.trim()))
}

fn versions() -> Result<Vec<(String, String)>> {
    let output = Command::new("cargo")
        .current_dir(package())
        .args(["metadata", "--format-version", "1", "--all-features"])
        .output()?;
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata["packages"].as_array().ok_or("no packages")?;
    Ok(packages
        .iter()
        .filter_map(|package| Some((package["name"].as_str()?, package["version"].as_str()?)))
        .filter(|(name, _)| is_listed(name))
        .map(|(name, version)| (name.to_owned(), version.to_owned()))
        .collect())
}

/// Writes the README's tables and the chart from `figures.json`.
pub fn write() -> Result {
    let figures = with_derived(Figures::read(&figures())?);
    let summary = summary::table(&figures);
    let path = package().join("README.md");
    let readme = fs::read_to_string(&path)?;
    let (before, rest) = readme
        .split_once(BEGIN)
        .ok_or("README.md has no place for the tables")?;
    let (_, after) = rest
        .split_once(END)
        .ok_or("README.md has no end of the tables")?;
    let tables = tables::all(&figures);
    fs::write(
        path,
        format!("{before}{BEGIN}\n{summary}{tables}\n{END}{after}"),
    )?;
    chart::draw(&figures, &package().join("chart.svg"))?;
    println!("{summary}");
    Ok(())
}
