//! The measured programs: how they are built, and what they can run.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use retry_benches::case::Case;

use crate::Result;

/// How a program is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Link-time optimisation over all crates, one codegen unit.
    Lto,
    /// The default release profile, which is what users build.
    Release,
}

impl Profile {
    pub const BOTH: [Self; 2] = [Self::Lto, Self::Release];

    /// Cargo's name for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lto => "bench-lto",
            Self::Release => "release",
        }
    }
}

const PROGRAMS: [&str; 4] = ["cases", "places", "allocations", "crowd"];

/// Those that make the runs of a case.
pub const COUNTED: [&str; 2] = ["cases", "places"];

/// A case that a contender does, and the program that runs it.
#[derive(Clone, Debug)]
pub struct Entry {
    pub program: PathBuf,
    pub case: Case,
    pub contender: String,
}

/// Which contenders are built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// This crate, the loop by hand, and the work without a retry.
    Alone,
    /// The peers too.
    Peers,
}

/// The folder of this package.
pub fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Builds the measured programs and returns the folder that they are in.
pub fn build(profile: Profile, field: Field) -> Result<PathBuf> {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
    cargo
        .current_dir(package())
        .args(["build", "--quiet", "--no-default-features"])
        .args(PROGRAMS.map(|program| format!("--bin={program}")))
        .args(["--profile", profile.name()]);
    if field == Field::Peers {
        cargo.args(["--features", "peers"]);
    }
    // Not the workspace's own: there, features of other members would be built in. And one for each
    // field, so that their programs do not replace each other.
    let target = target().join(match field {
        Field::Alone => "benches-alone",
        Field::Peers => "benches-peers",
    });
    cargo.arg("--target-dir").arg(&target);
    if !cargo.status()?.success() {
        return Err(format!(
            "cargo could not build the programs under {}",
            profile.name()
        )
        .into());
    }
    Ok(target.join(profile.name()))
}

fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| package().join("../target"), PathBuf::from)
}

/// All entries of all programs.
pub fn entries(programs: &Path) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for program in COUNTED.map(|program| programs.join(program)) {
        for mut line in lines(&program, &[])? {
            let case = Case::named(&line[0]).ok_or_else(|| format!("no case `{}`", line[0]))?;
            entries.push(Entry {
                program: program.clone(),
                case,
                contender: line.swap_remove(1),
            });
        }
    }
    Ok(entries)
}

/// The lines that a program prints, split into columns.
pub fn lines(program: &Path, arguments: &[&str]) -> Result<Vec<Vec<String>>> {
    let output = Command::new(program).args(arguments).output()?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{} {arguments:?}: {complaint}", program.display()).into());
    }
    Ok(String::from_utf8(output.stdout)?
        .lines()
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .collect())
}
