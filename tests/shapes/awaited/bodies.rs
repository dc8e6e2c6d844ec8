//! Ways to end an attempt in the body.

use retry_core::retry;

use crate::support::*;

mod question_mark {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(probe: &Probe) -> Result<u32, Failed> {
        let n = probe.called().await?;
        Ok(n)
    }
    #[test]
    fn ends_the_attempt_and_not_the_function() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod one_expression {
    use super::*;

    #[retry(backoff = 0)]
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

mod one_literal {
    use super::*;

    #[retry(attempts = 1)]
    async fn shape() -> Option<u32> {
        std::future::ready(()).await;
        Some(1)
    }
    #[test]
    fn is_returned_at_the_first_attempt() {
        assert_eq!(run(shape()), Some(1));
    }
}

mod early_return {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(probe: &Probe) -> Result<u32, Failed> {
        if probe.calls() < 1 {
            probe.called().await?;
            return Err(Failed);
        }
        probe.called().await
    }
    #[test]
    fn ends_the_attempt_and_not_the_function() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod return_as_the_tail {
    use super::*;

    #[retry(backoff = 0)]
    #[allow(clippy::needless_return, reason = "this is what is tested")]
    async fn shape(probe: &Probe) -> Result<u32, Failed> {
        let n = probe.called().await?;
        return Ok(n + 1);
    }
    #[test]
    fn ends_the_attempt_with_its_value() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Ok(4));
        assert_eq!(probe.calls(), 3);
    }
}

mod return_in_an_argument {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(probe: &Probe) -> Result<String, Failed> {
        let text = String::from(match probe.called().await {
            Ok(_) => "a",
            Err(failed) => return Err(failed),
        });
        Ok(text)
    }
    #[test]
    fn ends_the_attempt_and_not_the_function() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Ok("a".to_owned()));
        assert_eq!(probe.calls(), 3);
    }
}

mod let_else {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(probe: &Probe) -> Option<u32> {
        let Ok(n) = probe.called().await else {
            return None;
        };
        Some(n)
    }
    #[test]
    fn ends_the_attempt_and_not_the_function() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Some(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod bail_macro {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(probe: &Probe) -> Result<u32, std::io::Error> {
        let n = probe.called().await;
        if n.is_err() {
            bail!(Failed);
        }
        Ok(n?)
    }
    #[test]
    fn ends_the_attempt_and_not_the_function() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)).ok(), Some(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod bail_macro_of_the_function {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(probe: &Probe) -> Result<u32, Failed> {
        macro_rules! ensure {
            ($condition:expr) => {
                if !$condition {
                    return Err(Failed);
                }
            };
        }
        let n = probe.called().await;
        ensure!(n.is_ok());
        n
    }
    #[test]
    fn ends_the_attempt_and_not_the_function() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod question_mark_in_vec_and_format {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(probe: &Probe) -> Result<Vec<String>, Failed> {
        Ok(vec![format!("{}", probe.called().await?), "a".to_owned()])
    }
    #[test]
    fn ends_the_attempt_and_not_the_function() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Ok(vec!["3".to_owned(), "a".to_owned()]));
        assert_eq!(probe.calls(), 3);
    }
}

mod return_in_vec {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(probe: &Probe) -> Result<Vec<u32>, Failed> {
        Ok(vec![match probe.called().await {
            Ok(n) => n,
            Err(failed) => return Err(failed),
        }])
    }
    #[test]
    fn ends_the_attempt_and_not_the_function() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Ok(vec![3]));
        assert_eq!(probe.calls(), 3);
    }
}
