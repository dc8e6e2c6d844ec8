//! The cost of a clean build of a program that retries once.

use std::collections::BTreeSet;

use crate::{
    Result,
    contenders::BACKON_WITH_MACROS,
    figures::Figures,
    scratch::{ROUNDS, Scratch, own},
    wall::median,
};

const TOKIO: &str = r#"tokio = { version = "1", features = ["rt", "time"] }"#;

const BACKON_DEPENDENCIES: &str = "backon = \"1\"\nbackon-macros = \"1\"";

/// `build/<user>/<seconds or packages>` of a program without other dependencies, and
/// `added/<user>/<seconds or packages>` over [`BASE`], under the profile `dev`.
pub fn measure(figures: &mut Figures) -> Result {
    alone(figures)?;
    added(figures)
}

fn alone(figures: &mut Figures) -> Result {
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
        (BACKON_WITH_MACROS, BACKON_DEPENDENCIES.to_owned(), BACKON),
        (
            "tokio-retry2",
            format!("tokio-retry2 = {{ version = \"0.9\", features = [\"jitter\"] }}\n{TOKIO}"),
            TOKIO_RETRY2,
        ),
        ("retrying", "retrying = \"0.1\"".to_owned(), RETRYING),
    ];
    for (user, dependencies, source) in users {
        let scratch = Scratch::new("build", &dependencies, source)?;
        let mut least = f64::INFINITY;
        for _ in 0..ROUNDS {
            least = least.min(scratch.clean_build()?);
        }
        figures.set(format!("build/{user}/seconds"), least);
        // All but the crate that the program names first.
        let packages = (packages(&scratch)? - 1.0).max(0.0);
        figures.set(format!("build/{user}/packages"), packages);
    }
    Ok(())
}

/// Each round builds the program without retries and then with each way to retry, so that the two
/// builds of a difference find the machine equally busy.
fn added(figures: &mut Figures) -> Result {
    let base = Scratch::new("base", BASE, &format!("{BASE_MAIN}{PLAIN}"))?;
    let users = [
        ("retry-core", own(""), RETRY_CORE_ADDED),
        (
            BACKON_WITH_MACROS,
            BACKON_DEPENDENCIES.to_owned(),
            BACKON_ADDED,
        ),
    ]
    .into_iter()
    .enumerate()
    .map(|(number, (user, dependencies, source))| {
        let dependencies = format!("{BASE}\n{dependencies}");
        let source = format!("{BASE_MAIN}{source}");
        let scratch = Scratch::new(&format!("added-{number}"), &dependencies, &source)?;
        Ok((user, scratch, Vec::new()))
    });
    let mut users: Vec<_> = users.collect::<Result<_>>()?;
    for _ in 0..ROUNDS {
        let without = base.clean_build()?;
        for (_, scratch, seconds) in &mut users {
            seconds.push(scratch.clean_build()? - without);
        }
    }
    for (user, scratch, mut seconds) in users {
        let packages = packages(&scratch)? - packages(&base)?;
        figures.set(format!("added/{user}/seconds"), median(&mut seconds));
        figures.set(format!("added/{user}/packages"), packages);
    }
    Ok(())
}

/// How many packages the program depends on.
fn packages(scratch: &Scratch) -> Result<f64> {
    let tree = scratch.cargo(&["tree", "--offline", "-e", "normal", "--prefix", "none"])?;
    let packages: BTreeSet<_> = tree
        .lines()
        .map(|line| line.split_whitespace().take(2).collect::<Vec<_>>())
        .filter(|package| package.first().is_some_and(|name| *name != "scratch"))
        .collect();
    Ok(u32::try_from(packages.len())?.into())
}

/// Most async programs have these, and with them `syn` with its larger features.
const BASE: &str = r#"
tokio = { version = "1", features = ["macros", "rt", "time"] }
serde = { version = "1", features = ["derive"] }
"#;

const BASE_MAIN: &str = r#"
#[derive(serde::Serialize)]
pub struct Text(String);

#[tokio::main(flavor = "current_thread")]
async fn main() {
    println!("{}", read("Cargo.toml").await.map(Text).unwrap().0);
}
"#;

const PLAIN: &str = "
async fn read(path: &str) -> std::io::Result<String> {
    std::fs::read_to_string(path)
}
";

const RETRY_CORE_ADDED: &str = "
#[retry_core::retry(attempts = 5, backoff = 100ms)]
async fn read(path: &str) -> std::io::Result<String> {
    std::fs::read_to_string(path)
}
";

const BACKON_ADDED: &str = "
use backon::Retryable;

#[backon_macros::backon(backoff = backon::ExponentialBuilder::default)]
async fn read(path: &str) -> std::io::Result<String> {
    std::fs::read_to_string(path)
}
";

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
