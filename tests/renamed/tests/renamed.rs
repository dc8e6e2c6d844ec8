//! `crate = ..`, for a renamed retry-core and for one that another crate re-exports.

use std::cell::Cell;

use retry_tests_renamed::retrying::{retry, retry_block};

#[retry(attempts = 2, backoff = 1ms, crate = again)]
fn renamed(calls: &Cell<u32>) -> Option<()> {
    calls.set(calls.get() + 1);
    None
}

#[retry(attempts = 2, backoff = 1ms, crate = retry_tests_renamed::retrying)]
async fn reexported(calls: &Cell<u32>) -> Option<()> {
    calls.set(calls.get() + 1);
    None
}

mod inner {
    pub use again;
}

#[retry(attempts = 2, backoff = 1ms, crate = crate::inner::again)]
fn re_exported(calls: &Cell<u32>) -> Option<()> {
    calls.set(calls.get() + 1);
    None
}

#[retry(attempts = 2, backoff = 1ms, crate = self::inner::again)]
fn re_exported_here(calls: &Cell<u32>) -> Option<()> {
    calls.set(calls.get() + 1);
    None
}

#[test]
fn the_core_crate_is_found_under_any_name() {
    let calls = Cell::new(0);
    assert_eq!(renamed(&calls), None);
    assert_eq!(futures_lite::future::block_on(reexported(&calls)), None);
    let block: Option<()> = retry_block!(attempts = 2, backoff = 1ms, crate = ::again; {
        calls.set(calls.get() + 1);
        None
    });
    assert_eq!(block, None);
    assert_eq!(
        (re_exported(&calls), re_exported_here(&calls)),
        (None, None)
    );
    assert_eq!(calls.get(), 10);
}
