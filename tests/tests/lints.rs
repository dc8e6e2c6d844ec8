//! No lint fires in the expansion of the attribute, and lints of the user's own code fire as they would
//! without it: `expect` fails the build when a lint does not fire.

#![deny(warnings, clippy::all, clippy::pedantic, clippy::nursery)]
#![deny(
    unused,
    unreachable_pub,
    missing_debug_implementations,
    unused_qualifications
)]

use std::{cell::Cell, error::Error};

use futures_lite::future::block_on;
use retry_core::{Mark as _, Marked, retry, retry_block};

/// Whether to fail, which is so for the first two calls.
fn fails(calls: &Cell<u32>) -> bool {
    calls.set(calls.get() + 1);
    calls.get() < 3
}

#[must_use]
#[retry]
fn unit_like() -> Option<()> {
    Some(())
}

mod clean {
    use super::*;

    #[retry(backoff = 0)]
    fn one_expression(calls: &Cell<u32>) -> Result<(), ()> {
        if fails(calls) { Err(()) } else { Ok(()) }
    }

    #[retry(backoff = 0, clone(name))]
    fn copies(name: String, mut items: Vec<u32>, calls: &Cell<u32>) -> Option<(String, Vec<u32>)> {
        items.push(1);
        (!fails(calls)).then_some((name, items))
    }

    #[retry(backoff = 0)]
    fn marked(calls: &Cell<u32>) -> Result<(), Marked<()>> {
        if fails(calls) {
            return Err(().transient());
        }
        Ok(())
    }

    #[retry(backoff = 0, unmarked)]
    fn unmarked(calls: &Cell<u32>) -> Result<(), ()> {
        if fails(calls) {
            Err(())?;
        }
        Ok(())
    }

    #[allow(clippy::future_not_send, reason = "a `Cell` is borrowed")]
    #[retry(backoff = 0, unmarked)]
    async fn unmarked_async(calls: &Cell<u32>) -> Result<(), ()> {
        futures_lite::future::yield_now().await;
        if fails(calls) {
            Err(().transient())
        } else {
            Ok(())
        }
    }

    #[allow(clippy::future_not_send, reason = "a `Cell` is borrowed")]
    #[retry(backoff = 0)]
    async fn marked_async(calls: &Cell<u32>) -> Result<(), Marked<()>> {
        futures_lite::future::yield_now().await;
        if fails(calls) {
            Err(().transient())
        } else {
            Ok(())
        }
    }

    #[allow(clippy::future_not_send, reason = "a `Cell` is borrowed")]
    #[retry(backoff = 0, clone(name), on = |error| error.to_string() == "again")]
    async fn awaits(
        name: String,
        mut n: u32,
        calls: &Cell<u32>,
    ) -> Result<(String, u32), Box<dyn Error>> {
        n += 1;
        futures_lite::future::yield_now().await;
        if fails(calls) {
            return Err("again".into());
        }
        Ok((name, n))
    }

    #[allow(clippy::future_not_send, reason = "a `Cell` is borrowed")]
    #[retry(backoff = 0, on = (), jitter = none, deadline = 1h, attempts = 5)]
    async fn one_line(calls: &Cell<u32>) -> Result<(), ()> {
        if fails(calls) { Err(()) } else { Ok(()) }
    }

    #[retry(backoff = 0)]
    fn either_side((Ok(mut n) | Err(mut n)): Result<u32, u32>, calls: &Cell<u32>) -> Option<u32> {
        n += 1;
        (!fails(calls)).then_some(n)
    }

    #[test]
    fn no_lint_fires_for_annotated_functions_and_blocks() {
        assert_eq!(one_expression(&Cell::new(0)), Ok(()));
        assert_eq!(marked(&Cell::new(0)), Ok(()));
        assert_eq!(unmarked(&Cell::new(0)), Ok(()));
        assert_eq!(block_on(unmarked_async(&Cell::new(0))), Ok(()));
        assert_eq!(block_on(marked_async(&Cell::new(0))), Ok(()));
        let copied = copies("a".to_owned(), vec![0], &Cell::new(0));
        assert_eq!(copied, Some(("a".to_owned(), vec![0, 1])));
        assert_eq!(
            block_on(awaits("a".to_owned(), 1, &Cell::new(0))).expect("the third"),
            ("a".to_owned(), 2)
        );
        assert_eq!(block_on(one_line(&Cell::new(0))), Ok(()));
        assert_eq!(unit_like(), Some(()));
        assert_eq!(either_side(Err(1), &Cell::new(0)), Some(2));
        let calls = Cell::new(0);
        assert_eq!(
            retry_block!(backoff = 0; { (!fails(&calls)).then_some(1) }),
            Some(1)
        );
    }
}

mod dirty {
    use super::*;

    #[expect(dead_code, reason = "it is never called")]
    #[retry]
    fn never_called() -> Option<()> {
        Some(())
    }

    #[expect(dead_code, reason = "it is never called")]
    #[retry]
    async fn never_awaited() -> Option<()> {
        Some(())
    }

    #[expect(unused_variables, reason = "the parameter")]
    #[retry]
    fn unused_parameter(parameter: u32) -> Option<()> {
        Some(())
    }

    #[expect(unused_variables, reason = "the local")]
    #[retry]
    async fn unused_local() -> Option<()> {
        let local = 1;
        Some(())
    }

    #[expect(unused_mut, reason = "nothing changes it")]
    #[retry]
    fn needless_mut(mut parameter: u32) -> Option<u32> {
        Some(parameter)
    }

    #[expect(unused_mut, reason = "nothing changes it")]
    #[retry]
    async fn needless_mut_async(mut parameter: u32) -> Option<u32> {
        Some(parameter)
    }

    #[expect(unused_must_use, reason = "the result of the statement")]
    #[retry]
    fn dropped_result() -> Option<()> {
        "1".parse::<u32>();
        Some(())
    }

    #[expect(unused_must_use, reason = "the function says so")]
    fn must_be_used() {
        unit_like();
    }

    #[test]
    fn lints_of_the_users_own_code_still_fire() {
        must_be_used();
        assert_eq!(unused_parameter(1), Some(()));
        assert_eq!(block_on(unused_local()), Some(()));
        assert_eq!(
            (needless_mut(1), block_on(needless_mut_async(1))),
            (Some(1), Some(1))
        );
        assert_eq!(dropped_result(), Some(()));
    }
}
