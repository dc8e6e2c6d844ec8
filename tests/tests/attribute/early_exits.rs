//! `?` and `return` in an annotated body.

use super::*;

#[retry(attempts = 3, backoff = 0)]
fn question_mark(calls: &Cell<u32>, text: &str) -> Result<u8, std::num::ParseIntError> {
    calls.set(calls.get() + 1);
    let number: u8 = text.parse()?;
    Ok(number)
}

#[retry(attempts = 3, backoff = 0)]
async fn returns(calls: &Cell<u32>) -> Result<u32, Box<dyn std::error::Error>> {
    calls.set(calls.get() + 1);
    if calls.get() < 3 {
        return Err("again".into());
    }
    futures_lite::future::yield_now().await;
    "x".parse::<u32>().or(Ok(calls.get()))
}

#[retry(attempts = 3, backoff = 0)]
fn inside_macros(calls: &Cell<u32>) -> Option<Vec<u32>> {
    calls.set(calls.get() + 1);
    Some(vec![if calls.get() < 3 {
        return None;
    } else {
        calls.get()
    }])
}

#[test]
fn an_early_exit_ends_the_attempt_and_not_the_function() {
    let calls = Cell::new(0);
    assert!(question_mark(&calls, "x").is_err());
    assert_eq!(calls.take(), 3);
    assert_eq!(question_mark(&calls, "7"), Ok(7));
    assert_eq!(calls.take(), 1);
    assert_eq!(block_on(returns(&calls)).expect("the third"), 3);
    assert_eq!(calls.take(), 3);
    assert_eq!(inside_macros(&calls), Some(vec![3]));
}
