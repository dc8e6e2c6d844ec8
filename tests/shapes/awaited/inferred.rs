//! Results whose type is inferred from the signature.

use retry_core::retry;

use crate::support::*;

mod must_be_used_within {
    use super::*;

    #[derive(Debug, PartialEq)]
    #[must_use = "to be sent"]
    struct Ticket(u32);
    #[retry(backoff = 0)]
    async fn shape(probe: &Probe) -> Result<Ticket, Failed> {
        probe.called().await.map(Ticket)
    }
    #[test]
    fn fires_no_lint() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Ok(Ticket(3)));
        assert_eq!(probe.calls(), 3);
    }
}

mod generic_return_type_inferred {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(probe: &Probe) -> Result<Vec<u64>, Failed> {
        let n = probe.called().await?;
        Ok((0..n).map(u64::from).collect())
    }
    #[test]
    fn is_that_of_the_signature() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Ok(vec![0, 1, 2]));
        assert_eq!(probe.calls(), 3);
    }
}

mod collected_results {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(probe: &Probe) -> Result<Vec<u32>, Failed> {
        let first = probe.called().await;
        [first, Ok(1)].into_iter().collect()
    }
    #[test]
    fn are_of_the_type_of_the_signature() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Ok(vec![3, 1]));
        assert_eq!(probe.calls(), 3);
    }
}

mod nested_result {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(probe: &Probe) -> Result<Option<u32>, Failed> {
        probe.called().await.map(Some)
    }
    #[test]
    fn is_judged_by_its_outer_layer() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Ok(Some(3)));
        assert_eq!(probe.calls(), 3);
    }
}

mod own_outcome_type {
    use super::*;

    #[derive(Debug, PartialEq)]
    enum Reply {
        Data(u32),
        Busy(Failed),
    }
    impl retry_core::Outcome for Reply {
        type Value = u32;
        type Error = Failed;
        fn as_result(&self) -> Result<&u32, &Failed> {
            match self {
                Self::Data(data) => Ok(data),
                Self::Busy(failed) => Err(failed),
            }
        }
        fn into_value(self) -> Result<u32, Self> {
            match self {
                Self::Data(data) => Ok(data),
                busy @ Self::Busy(_) => Err(busy),
            }
        }
        fn from_error(failed: Failed) -> Self {
            Self::Busy(failed)
        }
    }
    #[retry(backoff = 0)]
    async fn shape(probe: &Probe) -> Reply {
        probe.called().await.map_or_else(Reply::Busy, Reply::Data)
    }
    #[test]
    fn is_retried() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Reply::Data(3));
        assert_eq!(probe.calls(), 3);
    }
}
