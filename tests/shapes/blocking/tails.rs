//! The last expression of the body.

use retry_core::retry;

use crate::support::*;
use std::convert::Infallible;

mod divergence {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<Infallible, u32> {
        probe.call().map_err(|_| 0_u32)?;
        Err(probe.calls())
    }
    #[test]
    fn is_an_outcome() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Err(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod never_ending_tail {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<u32, Failed> {
        loop {
            if probe.call()? == 3 {
                return Ok(30);
            }
        }
    }
    #[test]
    fn ends_with_its_return() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(30));
        assert_eq!(probe.calls(), 3);
    }
}

mod panic_as_the_tail {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<u32, Failed> {
        match probe.call() {
            Ok(n) if n > 2 => return Ok(n),
            Err(failed) => return Err(failed),
            Ok(_) => {}
        }
        unreachable!("the third call succeeds")
    }
    #[test]
    fn is_not_reached() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod match_tail {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<u32, Failed> {
        match probe.call() {
            Ok(n) if n > 9 => Err(Failed),
            Ok(n) => Ok(n),
            Err(failed) => Err(failed),
        }
    }
    #[test]
    fn is_the_outcome_of_the_attempt() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod if_let_tail {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<u32, Failed> {
        if let Ok(n) = probe.call() {
            Ok(n)
        } else {
            Err(Failed)
        }
    }
    #[test]
    fn is_the_outcome_of_the_attempt() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod if_else_tail {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<u32, Failed> {
        let called = probe.call();
        if called.is_err() { called } else { Ok(7) }
    }
    #[test]
    fn is_the_outcome_of_the_attempt() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(7));
        assert_eq!(probe.calls(), 3);
    }
}

mod block_tail {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<u32, Failed> {
        {
            let n = probe.call()?;
            Ok(n)
        }
    }
    #[test]
    fn is_the_outcome_of_the_attempt() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod method_chain_tail {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<String, Failed> {
        probe.call().map(|n| n.to_string()).and_then(|text| {
            if text.is_empty() {
                Err(Failed)
            } else {
                Ok(text)
            }
        })
    }
    #[test]
    fn is_the_outcome_of_the_attempt() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok("3".to_owned()));
        assert_eq!(probe.calls(), 3);
    }
}

mod macro_tail {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<u32, Failed> {
        macro_rules! answer {
            ($n:expr) => {
                Ok($n)
            };
        }
        let n = probe.call()?;
        answer!(n)
    }
    #[test]
    fn is_the_outcome_of_the_attempt() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod attribute_on_a_statement {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<u32, Failed> {
        #[cfg(not(test))]
        return Err(Missing);
        #[allow(unused_variables, reason = "this is what is tested")]
        let unused = 1;
        probe.call()
    }
    #[test]
    fn is_kept() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod shadowed_parameter {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(n: u32, probe: &Probe) -> Result<u32, Failed> {
        let n = n + 1;
        let n = n * 2 + probe.call()?;
        Ok(n)
    }
    #[test]
    fn has_its_argument_in_every_attempt() {
        let probe = Probe::new();
        assert_eq!(shape(1, &probe), Ok(7));
        assert_eq!(probe.calls(), 3);
    }
}

mod inner_attribute {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<u32, Failed> {
        #![allow(unused_variables, reason = "this is what is tested")]
        let unused = 1;
        probe.call()
    }
    #[test]
    fn is_kept() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}
