//! Functions that return nothing on success.

use retry_core::retry;

use crate::support::*;

mod result_of_unit {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<(), Failed> {
        probe.call()?;
        Ok(())
    }
    #[test]
    fn is_retried() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(()));
        assert_eq!(probe.calls(), 3);
    }
}

mod option_of_unit {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Option<()> {
        probe.call().ok().map(drop)
    }
    #[test]
    fn is_retried() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Some(()));
        assert_eq!(probe.calls(), 3);
    }
}

mod empty_statements {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<(), Failed> {
        probe.call().map(|_| {})
    }
    #[test]
    fn are_retried() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(()));
        assert_eq!(probe.calls(), 3);
    }
}
