//! The cost of `cargo check` for an annotated function.

use std::fmt::Write;

use crate::{
    Result,
    figures::Figures,
    scratch::{ROUNDS, Scratch, own},
};

/// Enough functions that they are most of the work.
const FUNCTIONS: u32 = 300;

/// A way to write a function that retries: its name, its dependencies, the attributes of blocking and
/// of async functions, and whether the body is a loop.
struct Way {
    name: &'static str,
    dependencies: String,
    attribute: [&'static str; 2],
    is_loop: bool,
}

/// `attribute/<blocking or async>/<way>`: milliseconds of CPU for a function, over a plain one.
pub fn measure(figures: &mut Figures) -> Result {
    for way in ways() {
        for (index, kind) in ["blocking", "async"].into_iter().enumerate() {
            let is_async = kind == "async";
            let plain = source("", is_async, false);
            let own = source(way.attribute[index], is_async, way.is_loop);
            let scratch = Scratch::new("attribute", &way.dependencies, &plain)?;
            let [plain, own] = check(&scratch, [&plain, &own])?;
            let each = (own - plain) * 1000.0 / f64::from(FUNCTIONS);
            figures.set(format!("attribute/{kind}/{}", way.name), each);
            figures.set(format!("attribute/{kind} whole/{}", way.name), own);
        }
    }
    Ok(())
}

/// The least seconds of CPU for each source. They take turns, so that both find the machine equally
/// busy, and cargo checks each one again.
fn check(scratch: &Scratch, sources: [&str; 2]) -> Result<[f64; 2]> {
    let check = ["check", "--quiet", "--offline"];
    // The dependencies are checked before the first measurement.
    scratch.cargo(&check)?;
    let mut least = [f64::INFINITY; 2];
    for _ in 0..ROUNDS {
        for (source, least) in sources.into_iter().zip(&mut least) {
            scratch.write(source)?;
            *least = least.min(scratch.seconds(&check)?);
        }
    }
    Ok(least)
}

fn ways() -> [Way; 4] {
    let tokio = r#"tokio = { version = "1", features = ["rt", "time"] }"#;
    let way = |name, dependencies: &str, attribute, is_loop| Way {
        name,
        dependencies: format!("{dependencies}\n{tokio}"),
        attribute,
        is_loop,
    };
    [
        way("by hand", "", ["", ""], true),
        way(
            "retry-core",
            &own(r#"features = ["tokio"]"#),
            ["#[retry_core::retry(attempts = 5, backoff = 100ms)]"; 2],
            false,
        ),
        way(
            "backon-macros",
            "backon = \"1\"\nbackon-macros = \"1\"",
            [
                "#[backon_macros::backon(backoff = backon::ExponentialBuilder::default)]",
                "#[backon_macros::backon(backoff = backon::ExponentialBuilder::default, sleep = tokio::time::sleep)]",
            ],
            false,
        ),
        way(
            "retrying",
            r#"retrying = { version = "0.1", features = ["tokio"] }"#,
            ["#[retrying::retry(stop = attempts(5), wait = fixed(0.1))]"; 2],
            false,
        ),
    ]
}

/// A program with [`FUNCTIONS`] functions, each of which calls another with its arguments.
fn source(attribute: &str, is_async: bool, is_loop: bool) -> String {
    let (asynchronous, awaited) = if is_async {
        ("async ", ".await")
    } else {
        ("", "")
    };
    let sleep = if is_async {
        "tokio::time::sleep(pause).await"
    } else {
        "std::thread::sleep(pause)"
    };
    let mut source = format!(
        "#![allow(dead_code)]\n\
         pub struct Fault(pub u64);\n\
         {asynchronous}fn fetch(url: &str, page: u64) -> Result<String, Fault> {{\n    \
         if page == 7 {{ Err(Fault(page)) }} else {{ Ok(url.to_owned()) }}\n}}\n\
         fn main() {{}}\n"
    );
    for number in 0..FUNCTIONS {
        let body = if is_loop {
            format!(
                "let mut attempt = 1;\n    let mut pause = std::time::Duration::from_millis(100);\n    \
                 loop {{\n        match fetch(url, page + {number}){awaited} {{\n            \
                 Ok(text) => return Ok(text),\n            \
                 Err(fault) if attempt == 5 => return Err(fault),\n            \
                 Err(_) => {{}}\n        }}\n        {sleep};\n        pause *= 2;\n        attempt += 1;\n    }}"
            )
        } else {
            format!("let text = fetch(url, page + {number}){awaited}?;\n    Ok(text)")
        };
        // Writing to a `String` cannot fail.
        let _ = writeln!(
            source,
            "{attribute}\n{asynchronous}fn page{number}(url: &str, page: u64) -> Result<String, Fault> {{\n    {body}\n}}"
        );
    }
    source
}
