//! The attribute together with other attributes.

use retry_core::retry;

use crate::support::*;

mod inline_above_and_below {
    use super::*;

    #[inline]
    #[retry(backoff = 0)]
    fn above(probe: &Probe) -> Result<u32, Failed> {
        probe.call()
    }
    #[retry(backoff = 0)]
    #[inline(never)]
    fn below(probe: &Probe) -> Result<u32, Failed> {
        probe.call()
    }
    #[test]
    fn are_retried() {
        let probe = Probe::new();
        assert_eq!(above(&Probe::new()), Ok(3));
        assert_eq!(below(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod must_use {
    use super::*;

    #[must_use = "it may have failed"]
    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Option<u32> {
        probe.call().ok()
    }
    #[test]
    fn is_retried() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Some(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod documented {
    use super::*;

    /// Above.
    #[retry(backoff = 0)]
    /// Below, with `code`.
    #[doc(alias = "alias")]
    fn shape(probe: &Probe) -> Result<u32, Failed> {
        probe.call()
    }
    #[test]
    fn is_retried() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod lints {
    use super::*;

    #[allow(unused_variables, reason = "this is what is tested")]
    #[retry(backoff = 0)]
    #[expect(unused_mut, reason = "this is what is tested")]
    fn shape(probe: &Probe) -> Result<u32, Failed> {
        let mut unused = 1;
        probe.call()
    }
    #[test]
    fn are_kept() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod cfg {
    use super::*;

    #[cfg(not(test))]
    #[retry(backoff = 0)]
    fn shape(probe: &Missing) -> Result<u32, Failed> {
        probe.call()
    }
    #[cfg(test)]
    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<u32, Failed> {
        probe.call()
    }
    #[test]
    fn is_obeyed() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod cfg_attr {
    use super::*;

    #[cfg_attr(test, retry(backoff = 0))]
    fn shape(probe: &Probe) -> Result<u32, Failed> {
        probe.call()
    }
    #[test]
    fn is_obeyed() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod cold_and_deprecated {
    use super::*;

    #[retry(backoff = 0)]
    #[cold]
    #[deprecated = "what is tested"]
    fn shape(probe: &Probe) -> Result<u32, Failed> {
        probe.call()
    }
    #[allow(deprecated, reason = "this is what is tested")]
    #[test]
    fn are_kept() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod twice {
    use super::*;

    #[retry(attempts = 2, backoff = 0)]
    #[retry(attempts = 2, backoff = 0)]
    fn shape(probe: &Probe) -> Result<u32, Failed> {
        probe.call()
    }
    #[test]
    fn multiplies_the_attempts() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod twice_with_copies {
    use super::*;

    #[retry(attempts = 2, backoff = 0, clone(text))]
    #[retry(attempts = 2, backoff = 0, clone(text))]
    fn shape(text: String, mut n: u32, probe: &Probe) -> Result<String, Failed> {
        n += 1;
        let text = text + &n.to_string();
        probe.call()?;
        Ok(text)
    }
    #[test]
    fn starts_every_attempt_with_the_arguments() {
        let probe = Probe::new();
        assert_eq!(shape("a".to_owned(), 1, &probe), Ok("a2".to_owned()));
        assert_eq!(probe.calls(), 3);
    }
}

mod by_path {
    use super::*;

    #[retry_core::retry(backoff = 0)]
    fn first(probe: &Probe) -> Result<u32, Failed> {
        probe.call()
    }
    #[::retry_core::retry(backoff = 0)]
    fn second(probe: &Probe) -> Result<u32, Failed> {
        probe.call()
    }
    #[retry(backoff = 0, crate = ::retry_core)]
    fn third(probe: &Probe) -> Result<u32, Failed> {
        probe.call()
    }
    #[test]
    fn is_found() {
        let probe = Probe::new();
        assert_eq!(first(&Probe::new()), Ok(3));
        assert_eq!(second(&Probe::new()), Ok(3));
        assert_eq!(third(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod renamed {
    use super::*;

    use retry_core::retry as again;
    #[again(backoff = 0)]
    fn shape(probe: &Probe) -> Result<u32, Failed> {
        probe.call()
    }
    #[retry(backoff = 0)]
    fn other(probe: &Probe) -> Result<u32, Failed> {
        probe.call()
    }
    #[test]
    fn is_found() {
        let probe = Probe::new();
        assert_eq!(other(&Probe::new()), Ok(3));
        assert_eq!(shape(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod test_above {
    use super::*;

    static PROBE: Probe = Probe::new();
    #[test]
    #[retry(backoff = 0)]
    fn is_retried() -> Result<(), Failed> {
        assert_eq!(PROBE.call()?, 3);
        Ok(())
    }
}

mod test_below {
    use super::*;

    static PROBE: Probe = Probe::new();
    #[retry(backoff = 0)]
    #[test]
    fn is_retried() -> Result<(), Failed> {
        assert_eq!(PROBE.call()?, 3);
        Ok(())
    }
}
