//! Loops, closures, async blocks and items in the body.

use retry_core::retry;

use crate::support::*;

mod labelled_loops {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<u32, Failed> {
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
        Ok(turns + probe.call()?)
    }
    #[test]
    fn stay_within_the_attempt() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(7));
        assert_eq!(probe.calls(), 3);
    }
}

mod loop_with_a_value {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<u32, Failed> {
        loop {
            match probe.call() {
                Ok(n) => break Ok(n),
                Err(failed) => return Err(failed),
            }
        }
    }
    #[test]
    fn ends_the_attempt_with_its_value() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod labelled_block {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<u32, Failed> {
        let n = 'found: {
            let called = probe.call()?;
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
        assert_eq!(shape(&probe), Ok(30));
        assert_eq!(probe.calls(), 3);
    }
}

mod closure_with_its_own_return {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<u32, Failed> {
        let parse = |text: &str| -> Result<u32, std::num::ParseIntError> {
            if text.is_empty() {
                return Ok(0);
            }
            let n: u32 = text.parse()?;
            Ok(n)
        };
        let sum = parse("").unwrap_or(9) + parse("4").unwrap_or(9) + parse("x").unwrap_or(1);
        Ok(sum + probe.call()?)
    }
    #[test]
    fn keeps_its_return() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(8));
        assert_eq!(probe.calls(), 3);
    }
}

mod state_of_the_caller_by_closure {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(items: &mut Vec<u32>, probe: &Probe) -> Result<u32, Failed> {
        (1..3).for_each(|n| items.push(n));
        probe.call()
    }
    #[test]
    fn keeps_the_changes_of_every_attempt() {
        let probe = Probe::new();
        let mut items = vec![];
        assert_eq!(shape(&mut items, &probe), Ok(3));
        assert_eq!(items, [1, 2, 1, 2, 1, 2]);
        assert_eq!(probe.calls(), 3);
    }
}

mod items_in_the_body {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<u32, Failed> {
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
        Ok(add(probe.call()?).get())
    }
    #[test]
    fn can_be_used() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(113));
        assert_eq!(probe.calls(), 3);
    }
}

mod use_in_the_body {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<u32, Failed> {
        use std::collections::BTreeMap as Map;
        let map = Map::from([(1, probe.call()?)]);
        Ok(map[&1])
    }
    #[test]
    fn can_be_used() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(3));
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
    fn shape(probe: &Probe) -> Result<u32, Failed> {
        use Light::*;
        let light = if probe.call().is_ok() { Ok } else { Err };
        match light {
            Ok => Result::Ok(probe.calls()),
            _ => Result::Err(Failed),
        }
    }
    #[test]
    fn shadows_the_prelude_in_the_body_only() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(3));
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
    fn shape(probe: &Probe) -> Option<u32> {
        #[allow(unused_imports, reason = "it only shadows the prelude")]
        use shadows::{Option, Result, core};
        let _ = (Option, Result);
        probe.call().ok()
    }
    #[test]
    fn shadows_the_prelude_in_the_body_only() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Some(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod recursion {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(depth: u32, probe: &Probe) -> Result<u32, Failed> {
        if depth == 0 {
            return probe.call();
        }
        shape(depth - 1, probe).map(|n| n + 1)
    }
    #[test]
    fn retries_the_innermost_call() {
        let probe = Probe::new();
        assert_eq!(shape(4, &probe), Ok(7));
        assert_eq!(probe.calls(), 3);
    }
}
