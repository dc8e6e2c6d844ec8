//! The attribute together with other attributes.

use retry_core::retry;

use crate::support::*;

mod inline_above_and_below {
    use super::*;

    #[inline]
    #[retry(backoff = 0)]
    async fn above(probe: &Probe) -> Result<u32, Failed> {
        probe.called().await
    }
    #[retry(backoff = 0)]
    #[inline(never)]
    async fn below(probe: &Probe) -> Result<u32, Failed> {
        probe.called().await
    }
    #[test]
    fn are_retried() {
        let probe = Probe::new();
        assert_eq!(run(above(&Probe::new())), Ok(3));
        assert_eq!(run(below(&probe)), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod must_use {
    use super::*;

    #[must_use = "it may have failed"]
    #[retry(backoff = 0)]
    async fn shape(probe: &Probe) -> Option<u32> {
        probe.called().await.ok()
    }
    #[test]
    fn is_retried() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Some(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod documented {
    use super::*;

    /// Above.
    #[retry(backoff = 0)]
    /// Below, with `code`.
    #[doc(alias = "alias")]
    async fn shape(probe: &Probe) -> Result<u32, Failed> {
        probe.called().await
    }
    #[test]
    fn is_retried() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod lints {
    use super::*;

    #[allow(unused_variables, reason = "this is what is tested")]
    #[retry(backoff = 0)]
    #[expect(unused_mut, reason = "this is what is tested")]
    async fn shape(probe: &Probe) -> Result<u32, Failed> {
        let mut unused = 1;
        probe.called().await
    }
    #[test]
    fn are_kept() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod cfg {
    use super::*;

    #[cfg(not(test))]
    #[retry(backoff = 0)]
    async fn shape(probe: &Missing) -> Result<u32, Failed> {
        probe.called().await
    }
    #[cfg(test)]
    #[retry(backoff = 0)]
    async fn shape(probe: &Probe) -> Result<u32, Failed> {
        probe.called().await
    }
    #[test]
    fn is_obeyed() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod cfg_attr {
    use super::*;

    #[cfg_attr(test, retry(backoff = 0))]
    async fn shape(probe: &Probe) -> Result<u32, Failed> {
        probe.called().await
    }
    #[test]
    fn is_obeyed() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod cold_and_deprecated {
    use super::*;

    #[retry(backoff = 0)]
    #[cold]
    #[deprecated = "what is tested"]
    async fn shape(probe: &Probe) -> Result<u32, Failed> {
        probe.called().await
    }
    #[allow(deprecated, reason = "this is what is tested")]
    #[test]
    fn are_kept() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod twice {
    use super::*;

    #[retry(attempts = 2, backoff = 0)]
    #[retry(attempts = 2, backoff = 0)]
    async fn shape(probe: &Probe) -> Result<u32, Failed> {
        probe.called().await
    }
    #[test]
    fn multiplies_the_attempts() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod twice_with_copies {
    use super::*;

    #[retry(attempts = 2, backoff = 0, clone(text))]
    #[retry(attempts = 2, backoff = 0, clone(text))]
    async fn shape(text: String, mut n: u32, probe: &Probe) -> Result<String, Failed> {
        n += 1;
        let text = text + &n.to_string();
        probe.called().await?;
        Ok(text)
    }
    #[test]
    fn starts_every_attempt_with_the_arguments() {
        let probe = Probe::new();
        assert_eq!(run(shape("a".to_owned(), 1, &probe)), Ok("a2".to_owned()));
        assert_eq!(probe.calls(), 3);
    }
}

mod by_path {
    use super::*;

    #[retry_core::retry(backoff = 0)]
    async fn first(probe: &Probe) -> Result<u32, Failed> {
        probe.called().await
    }
    #[::retry_core::retry(backoff = 0)]
    async fn second(probe: &Probe) -> Result<u32, Failed> {
        probe.called().await
    }
    #[retry(backoff = 0, crate = ::retry_core)]
    async fn third(probe: &Probe) -> Result<u32, Failed> {
        probe.called().await
    }
    #[test]
    fn is_found() {
        let probe = Probe::new();
        assert_eq!(run(first(&Probe::new())), Ok(3));
        assert_eq!(run(second(&Probe::new())), Ok(3));
        assert_eq!(run(third(&probe)), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod renamed {
    use super::*;

    use retry_core::retry as again;
    #[again(backoff = 0)]
    async fn shape(probe: &Probe) -> Result<u32, Failed> {
        probe.called().await
    }
    #[retry(backoff = 0)]
    async fn other(probe: &Probe) -> Result<u32, Failed> {
        probe.called().await
    }
    #[test]
    fn is_found() {
        let probe = Probe::new();
        assert_eq!(run(other(&Probe::new())), Ok(3));
        assert_eq!(run(shape(&probe)), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod tokio_test_above {
    use super::*;

    static PROBE: Probe = Probe::new();
    #[tokio::test]
    #[retry(backoff = 0)]
    async fn is_retried() -> Result<(), Failed> {
        assert_eq!(PROBE.called().await?, 3);
        Ok(())
    }
}

mod tokio_test_below {
    use super::*;

    static PROBE: Probe = Probe::new();
    #[retry(backoff = 0)]
    #[tokio::test]
    async fn is_retried() -> Result<(), Failed> {
        assert_eq!(PROBE.called().await?, 3);
        Ok(())
    }
}
