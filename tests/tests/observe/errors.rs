//! Whether an event shows the error: by itself where that is possible, and never by force.

use std::fmt::{Debug, Display};

use futures_lite::future::block_on;
use retry_core::{Policy, retry, retry_block, testing};
use retry_tests::logged;

/// An error without a text.
#[derive(Debug)]
struct Silent;

/// The fields of the error of each event of a run that gives up at once.
fn shown(run: impl FnOnce()) -> Vec<String> {
    let _guard = testing::no_waits().attempts(1);
    let lines = logged(run);
    let fields = |line: &String| Some(line.split_once(" error.type=")?.1.to_owned());
    lines.iter().filter_map(fields).collect()
}

#[retry]
fn displayed() -> Result<(), String> {
    Err("busy".to_owned())
}

#[retry]
async fn displayed_async() -> Result<(), Box<dyn std::error::Error>> {
    Err("busy".into())
}

#[retry(on = |_| true, context = attempt)]
fn displayed_with_the_attempt() -> std::io::Result<()> {
    Err(std::io::Error::other(attempt.number().to_string()))
}

#[retry(deadline = 1s, on_ok = |()| false)]
async fn displayed_by_a_builder() -> Result<(), &'static str> {
    Err("busy")
}

#[test]
fn the_attribute_shows_an_error_that_implements_display() {
    let fields = shown(|| {
        displayed().unwrap_err();
        block_on(displayed_async()).unwrap_err();
        displayed_with_the_attempt().unwrap_err();
        block_on(displayed_by_a_builder()).unwrap_err();
    });
    assert_eq!(
        fields,
        [
            "\"alloc::string::String\" error=busy",
            "\"alloc::boxed::Box<dyn core::error::Error>\" error=busy",
            "\"std::io::error::Error\" error=1",
            "\"&str\" error=busy",
        ]
    );
}

#[retry]
fn silent() -> Result<(), Silent> {
    Err(Silent)
}

#[retry]
async fn silent_async() -> Result<(), Silent> {
    Err(Silent)
}

#[test]
fn the_attribute_takes_an_error_without_display() {
    let fields = shown(|| {
        silent().unwrap_err();
        block_on(silent_async()).unwrap_err();
    });
    let kind = "\"observe::errors::Silent\"";
    assert_eq!(fields, [kind, kind]);
}

#[retry]
fn bounded<E: Display + Clone>(error: &E) -> Result<(), E> {
    Err(error.clone())
}

#[retry]
fn unbounded<E: Clone>(error: &E) -> Result<(), E> {
    Err(error.clone())
}

trait Source {
    type Error: Display;

    fn fail(&self) -> Self::Error;

    #[retry]
    fn load(&self) -> Result<(), Self::Error> {
        Err(self.fail())
    }
}

impl Source for u8 {
    type Error = u8;

    fn fail(&self) -> u8 {
        *self
    }
}

#[test]
fn a_generic_error_is_shown_if_its_bounds_say_that_it_can_be() {
    let fields = shown(|| {
        bounded(&7_u8).unwrap_err();
        unbounded(&7_u8).unwrap_err();
        7_u8.load().unwrap_err();
    });
    assert_eq!(fields, ["\"u8\" error=7", "\"u8\"", "\"u8\" error=7"]);
}

#[retry]
fn hidden() -> Result<(), impl Debug> {
    Err(Silent)
}

#[test]
fn an_error_whose_type_is_not_written_is_not_shown() {
    let fields = shown(|| {
        let _ = hidden();
        let _ = retry_block!(attempts = 3; { Err::<(), _>(Silent) });
        let _ = retry_block!(attempts = 3; { Err::<(), _>("busy") });
        let _ = block_on(retry_block!(attempts = 3; async { Err::<(), _>(Silent) }));
    });
    let silent = "\"observe::errors::Silent\"";
    assert_eq!(fields, [silent, silent, "\"&str\"", silent]);
}

#[retry]
fn nothing() -> Option<u32> {
    None
}

#[test]
fn none_has_no_error() {
    let lines = logged(|| {
        let _guard = testing::no_waits().attempts(1);
        nothing();
    });
    assert_eq!(
        lines,
        ["WARN retry: gave up retry.name=\"nothing\" retry.attempt=1 retry.stop=no attempts left"]
    );
}

#[test]
fn a_closure_and_a_loop_show_the_error_on_request() {
    let fields = shown(|| {
        let fail = || Err::<(), _>("busy");
        let _ = retry(fail).call();
        let _ = retry(fail).show_error().attempts(3).call();
        let _ = Policy::new().start().pause("busy");
        let _ = Policy::new().start().show_error().pause("busy");
        let _ = retry(|| Err::<(), _>(Silent)).call();
    });
    assert_eq!(
        fields,
        [
            "\"&str\"",
            "\"&str\" error=busy",
            "\"&str\"",
            "\"&str\" error=busy",
            "\"observe::errors::Silent\"",
        ]
    );
}

#[test]
fn a_rejected_value_is_no_error() {
    let fields = shown(|| {
        let _ = retry(|| Ok::<_, &str>(1))
            .on_ok(|_| true)
            .show_error()
            .call();
    });
    assert_eq!(fields, [""; 0]);
}
