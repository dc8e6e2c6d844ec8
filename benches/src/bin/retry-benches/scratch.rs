//! Small crates in a temporary folder, and the cost of compiling them.

use std::{
    env, fs,
    path::PathBuf,
    process::{self, Command},
};

use nix::sys::{
    resource::{UsageWho, getrusage},
    time::TimeValLike,
};

use crate::{Result, programs::package};

/// How often each figure is measured.
pub const ROUNDS: usize = 5;

/// A crate in a folder, which is removed on drop.
#[derive(Debug)]
pub struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    /// A program with these dependencies, each a line of its manifest.
    pub fn new(name: &str, dependencies: &str, source: &str) -> Result<Self> {
        let folder = env::temp_dir().join(format!("retry-benches-{}-{name}", process::id()));
        fs::create_dir_all(folder.join("src"))?;
        let scratch = Self { folder };
        scratch.write(source)?;
        scratch.depend_on(dependencies)?;
        Ok(scratch)
    }

    /// Replaces the dependencies and downloads them, so that no measurement includes that.
    pub fn depend_on(&self, dependencies: &str) -> Result {
        let manifest = format!(
            "[package]\nname = \"scratch\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [workspace]\n\n[dependencies]\n{dependencies}\n"
        );
        fs::write(self.folder.join("Cargo.toml"), manifest)?;
        self.cargo(&["fetch", "--quiet"])?;
        Ok(())
    }

    pub fn write(&self, source: &str) -> Result {
        fs::write(self.folder.join("src/main.rs"), source)?;
        Ok(())
    }

    pub fn target(&self) -> PathBuf {
        self.folder.join("target")
    }

    /// Runs cargo and returns what it printed.
    pub fn cargo(&self, arguments: &[&str]) -> Result<String> {
        let output = Command::new("cargo")
            .current_dir(&self.folder)
            .args(arguments)
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_TARGET_DIR", self.target())
            .env_remove("RUSTFLAGS")
            .output()?;
        if !output.status.success() {
            let complaint = String::from_utf8_lossy(&output.stderr);
            return Err(format!("cargo {arguments:?}: {complaint}").into());
        }
        Ok(String::from_utf8(output.stdout)?)
    }

    /// The seconds of CPU that a command took.
    pub fn seconds(&self, arguments: &[&str]) -> Result<f64> {
        let before = children()?;
        self.cargo(arguments)?;
        Ok(children()? - before)
    }

    /// The seconds of CPU of a build from nothing, under the profile `dev`.
    pub fn clean_build(&self) -> Result<f64> {
        if self.target().exists() {
            fs::remove_dir_all(self.target())?;
        }
        self.seconds(&["build", "--quiet", "--offline"])
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A folder that cannot be removed is no reason to fail.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The seconds of CPU of all child processes that have ended, with their own children.
pub fn children() -> Result<f64> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let microseconds = (usage.user_time() + usage.system_time()).num_microseconds();
    Ok(std::time::Duration::from_micros(microseconds.try_into()?).as_secs_f64())
}

/// The dependency on this crate, with these features.
pub fn own(features: &str) -> String {
    let path = package().join("../retry-core");
    format!("retry-core = {{ path = '{}', {features} }}", path.display())
}
