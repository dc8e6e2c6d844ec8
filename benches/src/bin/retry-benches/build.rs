//! What a program that retries once costs to build from nothing.

use std::{collections::BTreeSet, fs};

use crate::{
    Result,
    figures::Figures,
    scratch::{Scratch, own},
};

const TOKIO: &str = r#"tokio = { version = "1", features = ["rt", "time"] }"#;

/// `build/<user>/seconds` of CPU and `build/<user>/packages`, under the profile `dev`.
pub fn measure(figures: &mut Figures) -> Result {
    let users = [
        ("nothing", String::new(), "fn main() {}"),
        ("retry-core", own(""), ATTRIBUTE),
        (
            "retry-core without macros",
            own(r#"default-features = false, features = ["futures-timer"]"#),
            FUNCTION,
        ),
        (
            "retry-core, blocking",
            own(r#"default-features = false, features = ["std"]"#),
            FUNCTION,
        ),
        (
            "backon and backon-macros",
            "backon = \"1\"\nbackon-macros = \"1\"".to_owned(),
            BACKON,
        ),
        (
            "tokio-retry2",
            format!("tokio-retry2 = {{ version = \"0.9\", features = [\"jitter\"] }}\n{TOKIO}"),
            TOKIO_RETRY2,
        ),
        ("retrying", "retrying = \"0.1\"".to_owned(), RETRYING),
    ];
    for (user, dependencies, source) in users {
        let scratch = Scratch::new("build", &dependencies, source)?;
        let clean = || {
            if scratch.target().exists() {
                fs::remove_dir_all(scratch.target())?;
            }
            Ok(())
        };
        let seconds = scratch.seconds(&["build", "--quiet", "--offline"], clean)?;
        figures.set(format!("build/{user}/seconds"), seconds);
        figures.set(format!("build/{user}/packages"), packages(&scratch)?);
    }
    Ok(())
}

/// What the program brings along, beside itself and the crate that it names first.
fn packages(scratch: &Scratch) -> Result<f64> {
    let tree = scratch.cargo(&["tree", "--offline", "-e", "normal", "--prefix", "none"])?;
    let packages: BTreeSet<_> = tree
        .lines()
        .map(|line| line.split_whitespace().take(2).collect::<Vec<_>>())
        .filter(|package| package.first().is_some_and(|name| *name != "scratch"))
        .collect();
    let beside = packages.len().saturating_sub(1);
    Ok(u32::try_from(beside)?.into())
}

const ATTRIBUTE: &str = r#"
#[retry_core::retry(attempts = 5, backoff = 100ms)]
fn read(path: &str) -> std::io::Result<String> {
    std::fs::read_to_string(path)
}

fn main() {
    println!("{:?}", read("Cargo.toml"));
}
"#;

const FUNCTION: &str = r#"
fn main() {
    let text = retry_core::retry(|| std::fs::read_to_string("Cargo.toml"))
        .attempts(5)
        .backoff(std::time::Duration::from_millis(100))
        .call();
    println!("{text:?}");
}
"#;

const BACKON: &str = r#"
use backon::BlockingRetryable;

#[backon_macros::backon(backoff = backon::ExponentialBuilder::default)]
fn read(path: &str) -> std::io::Result<String> {
    std::fs::read_to_string(path)
}

fn main() {
    println!("{:?}", read("Cargo.toml"));
}
"#;

const TOKIO_RETRY2: &str = r#"
use tokio_retry2::{Retry, RetryError, strategy::{ExponentialBackoff, jitter}};

fn main() {
    let schedule = ExponentialBackoff::from_millis(2).map(jitter).take(4);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let text = runtime.block_on(Retry::spawn(schedule, async || {
        std::fs::read_to_string("Cargo.toml").map_err(RetryError::transient)
    }));
    println!("{text:?}");
}
"#;

const RETRYING: &str = r#"
#[retrying::retry(stop = attempts(5), wait = fixed(0.1))]
fn read(path: &str) -> std::io::Result<String> {
    std::fs::read_to_string(path)
}

fn main() {
    println!("{:?}", read("Cargo.toml"));
}
"#;
