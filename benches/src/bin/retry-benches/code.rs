//! The machine code of a call site.

use std::{fmt::Write, process::Command};

use crate::{
    Result,
    figures::Figures,
    scratch::{Scratch, own},
};

const FEW: u32 = 100;
const MANY: u32 = 200;

const TOKIO: &str = r#"tokio = { version = "1", features = ["rt", "time"] }"#;

/// A way to retry at a call site: its name, its dependencies, the start of its program, and the
/// expression, in which `N` is the number of the site.
type Way = (&'static str, String, &'static str, &'static str);

/// `code/<level>/<blocking or async>/<way>`: bytes of `.text` for a call site, over a plain call.
pub fn measure(figures: &mut Figures) -> Result {
    for level in ["3", "\"z\""] {
        // One folder for all ways, so that the dependencies that they share are built once.
        let scratch = Scratch::new("code", "", "fn main() {}")?;
        for (kind, around, ways) in [
            ("blocking", BLOCKING, blocking()),
            ("async", ASYNC, awaited()),
        ] {
            let mut plain = 0.0;
            for (way, dependencies, prelude, site) in ways {
                scratch.depend_on(&format!(
                    "{dependencies}\n{TOKIO}\n\n[profile.release]\nopt-level = {level}"
                ))?;
                let bytes = bytes(&scratch, prelude, around, site)?;
                if way == "plain" {
                    plain = bytes;
                } else {
                    let level = level.trim_matches('"');
                    figures.set(format!("code/{level}/{kind}/{way}"), bytes - plain);
                }
            }
        }
    }
    Ok(())
}

fn bytes(scratch: &Scratch, prelude: &str, around: &str, site: &str) -> Result<f64> {
    let mut sizes = [0.0; 2];
    for (size, sites) in sizes.iter_mut().zip([FEW, MANY]) {
        scratch.write(&source(prelude, around, site, sites))?;
        scratch.cargo(&["build", "--release", "--quiet", "--offline"])?;
        *size = text(scratch)?;
    }
    let [few, many] = sizes;
    Ok((many - few) / f64::from(MANY - FEW))
}

/// The bytes of the section `.text`.
fn text(scratch: &Scratch) -> Result<f64> {
    let program = scratch.target().join("release/scratch");
    let output = Command::new("size")
        .args(["-A", "-d"])
        .arg(program)
        .output()?;
    let printed = String::from_utf8(output.stdout)?;
    let bytes = printed
        .lines()
        .find_map(|line| line.strip_prefix(".text "))
        .and_then(|rest| rest.split_whitespace().next())
        .ok_or("`size` names no section `.text`")?;
    Ok(bytes.parse()?)
}

/// All sites are in a table that is hidden from the compiler.
fn source(prelude: &str, around: &str, site: &str, sites: u32) -> String {
    let mut source =
        format!("{COMMON}{around}{prelude}\nfn main() {{\n    let sites: &[Site] = &[\n");
    for number in 0..sites {
        // Writing to a `String` cannot fail.
        let _ = writeln!(source, "        site{number},");
    }
    source +=
        "    ];\n    for site in std::hint::black_box(sites) {\n        finish(*site);\n    }\n}\n";
    for number in 0..sites {
        let site = site.replace('N', &number.to_string());
        let _ = writeln!(source, "site!(site{number}, {site});");
    }
    source
}

const COMMON: &str = r"
#![allow(unused)]
use std::{future::Future, hint::black_box, pin::Pin, time::Duration};

pub type Outcome = Result<u64, u64>;

#[inline(never)]
fn operation(number: u64) -> Outcome {
    let number = black_box(number);
    if number == 7 { Err(number) } else { Ok(number) }
}

async fn operation_async(number: u64) -> Outcome {
    operation(number)
}
";

const BLOCKING: &str = r"
type Site = fn() -> Outcome;
fn finish(site: Site) { black_box(site()); }
macro_rules! site { ($name:ident, $site:expr) => { #[inline(never)] fn $name() -> Outcome { $site } } }
";

const ASYNC: &str = r"
type Site = fn() -> Pin<Box<dyn Future<Output = Outcome>>>;
fn finish(site: Site) {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let _ = black_box(site().as_mut().poll(&mut context));
}
macro_rules! site { ($name:ident, $site:expr) => {
    #[inline(never)]
    fn $name() -> Pin<Box<dyn Future<Output = Outcome>>> { Box::pin(async { $site }) }
} }
";

const OWN: &str = r"
use retry_core::{Policy, retry};
static POLICY: Policy = Policy::new();
";

const BACKON: &str = r"
use backon::ExponentialBuilder;
const POLICY: ExponentialBuilder = ExponentialBuilder::new().with_jitter();
";

fn blocking() -> Vec<Way> {
    vec![
        ("plain", String::new(), "", "operation(N)"),
        (
            "by hand",
            String::new(),
            "",
            "{ let mut attempt = 1; let mut delay = Duration::from_millis(100); loop {
                let outcome = operation(N);
                if outcome.is_ok() || attempt == 3 { return outcome; }
                std::thread::sleep(delay);
                delay = (delay * 2).min(Duration::from_secs(30));
                attempt += 1;
            } }",
        ),
        (
            "retry-core",
            own(r#"features = ["tokio"]"#),
            OWN,
            "retry(|| operation(N)).policy(&POLICY).call()",
        ),
        (
            "backon",
            "backon = \"1\"".to_owned(),
            BACKON,
            "backon::BlockingRetryable::retry(|| operation(N), POLICY).call()",
        ),
    ]
}

fn awaited() -> Vec<Way> {
    vec![
        ("plain", String::new(), "", "operation_async(N).await"),
        (
            "by hand",
            String::new(),
            "",
            "{ let mut attempt = 1; let mut delay = Duration::from_millis(100); loop {
                let outcome = operation_async(N).await;
                if outcome.is_ok() || attempt == 3 { return outcome; }
                tokio::time::sleep(delay).await;
                delay = (delay * 2).min(Duration::from_secs(30));
                attempt += 1;
            } }",
        ),
        (
            "retry-core",
            own(r#"features = ["tokio"]"#),
            OWN,
            "retry(|| operation_async(N)).policy(&POLICY).await",
        ),
        (
            "backon",
            "backon = \"1\"".to_owned(),
            BACKON,
            "backon::Retryable::retry(|| operation_async(N), POLICY).sleep(tokio::time::sleep).await",
        ),
        (
            "tokio-retry",
            "tokio-retry = \"0.3\"".to_owned(),
            "use tokio_retry::{Retry, strategy::{ExponentialBackoff, jitter}};",
            "Retry::start(ExponentialBackoff::from_millis(2).factor(50).map(jitter).take(2), || operation_async(N)).await",
        ),
    ]
}
