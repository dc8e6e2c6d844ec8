//! The README: prose that is written, and tables that are measured.

use std::{fs, path::PathBuf, process::Command};

use serde_json::Value;

use crate::{
    Result, baseline::compiler, chart, figures::Figures, programs::package, summary, tables,
};

const BEGIN: &str = "<!-- measured: begin -->\n";
const END: &str = "<!-- measured: end -->\n";

/// The packages whose versions the table names.
const PACKAGES: [&str; 17] = [
    "backoff",
    "backon",
    "backon-macros",
    "execution-policy",
    "fastrand",
    "futures-timer",
    "mettle",
    "mulligan",
    "relentless",
    "retry",
    "retry-core",
    "retrying",
    "tokio",
    "tokio-retry",
    "tokio-retry2",
    "tower",
    "tryhard",
];

fn figures() -> PathBuf {
    package().join("figures.json")
}

/// Measures one kind, keeps what was measured of the others, and writes everything.
pub fn measure(kind: &str, measure: impl FnOnce(&mut Figures) -> Result) -> Result {
    let mut measured = Figures::default();
    measure(&mut measured)?;
    measured.tell(format!("measured/{kind}"), stamp()?);
    let mut figures = Figures::read(&figures()).unwrap_or_default();
    for kind in measured.kinds() {
        if kind != "measured" {
            figures.forget(&kind);
        }
    }
    figures.extend(measured);
    figures.forget("versions");
    for (name, version) in versions()? {
        figures.tell(format!("versions/{name}"), version);
    }
    figures.write(&self::figures())?;
    write()
}

/// The day, and with what it was measured.
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
        .filter(|(name, _)| PACKAGES.contains(name))
        .map(|(name, version)| (name.to_owned(), version.to_owned()))
        .collect())
}

/// Writes the README's tables and the chart from the figures that there are.
pub fn write() -> Result {
    let figures = Figures::read(&figures())?;
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
