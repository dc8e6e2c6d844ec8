//! Fetches pages in four ways: an annotated async function (reqwest), an annotated blocking function
//! (ureq), a retried closure, and a loop by hand.
//!
//! Without an argument it fetches from a server in this process that fails in six ways, and succeeds if
//! every fetch ends as it should. With a URL it fetches from there, and succeeds if all four ways get the
//! page. The URL starts with `http://`, because the example is built without TLS.

mod error;
mod expected;
mod fetcher;
mod timeline;

use std::{env, error::Error, process::ExitCode, time::Duration};

use retry_examples::{Fault, FaultyServer};
use tokio::runtime::{self, Runtime};

use crate::fetcher::{Fetcher, Page};

/// A way to fetch: its name and its function. Async ways run on the runtime, blocking ones ignore it.
type Way = (&'static str, fn(&Runtime, &Fetcher, &str) -> Page);

const WAYS: [Way; 4] = [
    ("annotated-async", |runtime, fetcher, url| {
        runtime.block_on(fetcher.annotated_async(url))
    }),
    ("annotated-blocking", |_, fetcher, url| {
        fetcher.annotated_blocking(url)
    }),
    ("closure", |runtime, fetcher, url| {
        runtime.block_on(fetcher.closure(url))
    }),
    ("by-hand", |_, fetcher, url| fetcher.by_hand(url)),
];

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let wrong = match env::args().nth(1) {
        Some(url) => fetch(&runtime, &url),
        None => fetch_from_faulty_server(&runtime)?,
    };

    for wrong in &wrong {
        eprintln!("error: {wrong}");
    }
    Ok(if wrong.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// What went wrong, one line each.
type Wrong = Vec<String>;

fn fetch(runtime: &Runtime, url: &str) -> Wrong {
    let fetcher = Fetcher::new(Duration::from_secs(10));
    let mut wrong = Wrong::new();
    println!("{url}");
    for (name, way) in WAYS {
        println!("  {name}");
        let page = way(runtime, &fetcher, url);
        timeline::outcome(&page);
        if let Err(error) = page {
            wrong.push(format!("{name}: {error}"));
        }
    }
    wrong
}

fn fetch_from_faulty_server(runtime: &Runtime) -> Result<Wrong, Box<dyn Error>> {
    let server = FaultyServer::start()?;
    let fetcher = Fetcher::new(Duration::from_millis(300));
    let mut wrong = Wrong::new();
    for fault in Fault::ALL {
        println!("{fault}");
        for (name, way) in WAYS {
            println!("  {name}");
            let page = way(runtime, &fetcher, &server.url(fault, name));
            timeline::outcome(&page);
            if let Err(reason) = expected::check(fault, &page, &server.requests(fault, name)) {
                wrong.push(format!("{fault}, {name}: {reason}"));
            }
        }
    }
    if wrong.is_empty() {
        println!("every fetch ended as it should");
    }
    Ok(wrong)
}
