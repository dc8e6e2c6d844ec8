//! Loops, closures, async blocks and items in the body.

use retry_core::retry;

use crate::support::*;
use std::{cmp::Ordering, future::Future, pin::Pin};

mod labelled_loops {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(probe: &Probe) -> Result<u32, Failed> {
        let mut turns = 0;
        'outer: loop {
            for n in 0..5 {
                turns += 1;
                match n {
                    0 => {}
                    1 if turns < 4 => continue 'outer,
                    _ => break 'outer,
                }
            }
        }
        Ok(turns + probe.called().await?)
    }
    #[test]
    fn stay_within_the_attempt() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Ok(7));
        assert_eq!(probe.calls(), 3);
    }
}

mod loop_with_a_value {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(probe: &Probe) -> Result<u32, Failed> {
        loop {
            match probe.called().await {
                Ok(n) => break Ok(n),
                Err(failed) => return Err(failed),
            }
        }
    }
    #[test]
    fn ends_the_attempt_with_its_value() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod labelled_block {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(probe: &Probe) -> Result<u32, Failed> {
        let n = 'found: {
            let called = probe.called().await?;
            if called == 3 {
                break 'found 30;
            }
            called
        };
        Ok(n)
    }
    #[test]
    fn stays_within_the_attempt() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Ok(30));
        assert_eq!(probe.calls(), 3);
    }
}

mod closure_with_its_own_return {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(probe: &Probe) -> Result<u32, Failed> {
        let parse = |text: &str| -> Result<u32, std::num::ParseIntError> {
            if text.is_empty() {
                return Ok(0);
            }
            let n: u32 = text.parse()?;
            Ok(n)
        };
        let sum = parse("").unwrap_or(9) + parse("4").unwrap_or(9) + parse("x").unwrap_or(1);
        Ok(sum + probe.called().await?)
    }
    #[test]
    fn keeps_its_return() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Ok(8));
        assert_eq!(probe.calls(), 3);
    }
}

mod async_block_with_its_own_return {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(probe: &Probe) -> Result<u32, Failed> {
        let inner = async {
            if probe.calls() > 9 {
                return None;
            }
            let n = probe.called().await.ok()?;
            Some(n + 1)
        };
        inner.await.ok_or(Failed)
    }
    #[test]
    fn keeps_its_return() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Ok(4));
        assert_eq!(probe.calls(), 3);
    }
}

mod async_closure_with_its_own_return {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(probe: &Probe) -> Result<u32, Failed> {
        let get = async |more: u32| -> Option<u32> {
            if more > 9 {
                return None;
            }
            Some(probe.called().await.ok()? + more)
        };
        get(2).await.ok_or(Failed)
    }
    #[test]
    fn keeps_its_return() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Ok(5));
        assert_eq!(probe.calls(), 3);
    }
}

mod async_move_block {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(name: &str, probe: &Probe) -> Result<usize, Failed> {
        let name = name.to_owned();
        async move {
            probe.called().await?;
            Ok(name.len())
        }
        .await
    }
    #[test]
    fn may_move_locals() {
        let probe = Probe::new();
        assert_eq!(run(shape("ab", &probe)), Ok(2));
        assert_eq!(probe.calls(), 3);
    }
}

mod two_at_once {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(probe: &Probe, other: &Probe) -> Result<u32, Failed> {
        let (first, second) = futures_lite::future::zip(probe.called(), other.called()).await;
        Ok(first? + second?)
    }
    #[test]
    fn are_awaited_in_every_attempt() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe, &Probe::new())), Ok(6));
        assert_eq!(probe.calls(), 3);
    }
}

mod without_await {
    use super::*;

    #[retry(backoff = 0)]
    #[allow(clippy::unused_async, reason = "this is what is tested")]
    async fn shape(probe: &Probe) -> Result<u32, Failed> {
        probe.call()
    }
    #[test]
    fn is_retried() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod pinned_in_the_body {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(probe: &Probe) -> Result<u32, Failed> {
        let future = std::pin::pin!(probe.called());
        future.await
    }
    #[test]
    fn is_awaited_in_every_attempt() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod items_in_the_body {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(probe: &Probe) -> Result<u32, Failed> {
        const MORE: u32 = 10;
        static BASE: u32 = 100;
        struct Sum(u32);
        impl Sum {
            fn get(&self) -> u32 {
                self.0
            }
        }
        fn add(n: u32) -> Sum {
            Sum(n + MORE + BASE)
        }
        Ok(add(probe.called().await?).get())
    }
    #[test]
    fn can_be_used() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Ok(113));
        assert_eq!(probe.calls(), 3);
    }
}

mod use_in_the_body {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(probe: &Probe) -> Result<u32, Failed> {
        use std::collections::BTreeMap as Map;
        let map = Map::from([(1, probe.called().await?)]);
        Ok(map[&1])
    }
    #[test]
    fn can_be_used() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

/// A glob import in the body shadows the prelude in the body, and not in the expansion.
mod use_of_variants_named_like_the_prelude {
    use super::*;

    #[allow(dead_code, reason = "it only shadows the prelude")]
    enum Light {
        Ok,
        Err,
        Some,
        None,
        Break,
        Continue,
    }
    #[retry(backoff = 0)]
    async fn shape(probe: &Probe) -> Result<u32, Failed> {
        use Light::*;
        let light = if probe.called().await.is_ok() {
            Ok
        } else {
            Err
        };
        match light {
            Ok => Result::Ok(probe.calls()),
            _ => Result::Err(Failed),
        }
    }
    #[test]
    fn shadows_the_prelude_in_the_body_only() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod use_of_types_named_like_the_prelude {
    use super::*;

    mod shadows {
        pub struct Option;
        pub struct Result;
        pub mod core {}
    }
    #[retry(backoff = 0)]
    async fn shape(probe: &Probe) -> Option<u32> {
        #[allow(unused_imports, reason = "it only shadows the prelude")]
        use shadows::{Option, Result, core};
        let _ = (Option, Result);
        probe.called().await.ok()
    }
    #[test]
    fn shadows_the_prelude_in_the_body_only() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Some(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod recursion_boxed {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(depth: u32, probe: &Probe) -> Result<u32, Failed> {
        if depth == 0 {
            return probe.called().await;
        }
        Box::pin(shape(depth - 1, probe)).await.map(|n| n + 1)
    }
    #[test]
    fn retries_the_innermost_call() {
        let probe = Probe::new();
        assert_eq!(run(shape(4, &probe)), Ok(7));
        assert_eq!(probe.calls(), 3);
    }
}

mod recursion_through_a_boxed_future {
    use super::*;

    type Boxed<'a> = Pin<Box<dyn Future<Output = Result<u32, Failed>> + Send + 'a>>;
    fn boxed(depth: u32, probe: &Probe) -> Boxed<'_> {
        Box::pin(shape(depth, probe))
    }
    #[retry(backoff = 0)]
    async fn shape(depth: u32, probe: &Probe) -> Result<u32, Failed> {
        match depth.cmp(&0) {
            Ordering::Equal => probe.called().await,
            _ => boxed(depth - 1, probe).await.map(|n| n + 1),
        }
    }
    #[test]
    fn retries_the_innermost_call() {
        let probe = Probe::new();
        assert_eq!(run(shape(4, &probe)), Ok(7));
        assert_eq!(probe.calls(), 3);
    }
}
