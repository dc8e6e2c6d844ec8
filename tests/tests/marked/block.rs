//! `retry_block!`, blocking and async, with the flag and without.

use retry_core::{Mark, Marked, retry_block};

#[test]
fn a_typed_block_obeys_the_marks() {
    let mut calls = 0;
    let result = retry_block!(-> Result<(), Marked<&str>> {
        calls += 1;
        Err("gone".permanent())
    });
    assert_eq!((result, calls), (Err("gone".permanent()), 1));
}

#[test]
fn the_flag_names_the_type_that_comes_back() {
    let mut calls = 0;
    let result = retry_block!(backoff = 1us, unmarked; -> Result<(), &str> {
        calls += 1;
        if calls < 3 {
            Err("reset")?;
        }
        Err("gone".permanent())
    });
    assert_eq!((result, calls), (Err("gone"), 3));
}

#[tokio::test]
async fn an_async_block_takes_the_flag() {
    let mut calls = 0;
    let result = retry_block!(unmarked; async -> Result<(), &str> {
        calls += 1;
        Err("gone".permanent())
    });
    assert_eq!((result.await, calls), (Err("gone"), 1));
}

#[tokio::test]
async fn a_block_without_a_type_takes_the_flag() {
    let mut calls = 0;
    let result = retry_block!(unmarked; {
        calls += 1;
        Err::<(), _>("gone".permanent())
    });
    assert_eq!((result, calls), (Err("gone"), 1));
    let result = retry_block!(unmarked; async {
        calls += 1;
        Err::<(), _>("gone".permanent())
    });
    assert_eq!((result.await, calls), (Err("gone"), 2));
}
