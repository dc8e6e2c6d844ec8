//! Ways to write the return type.

use retry_core::retry;

use crate::support::*;
use std::{fmt, io};

type Fallible<T> = Result<T, Failed>;
type Answer = Result<u32, Failed>;

mod alias_with_a_parameter {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Fallible<u32> {
        probe.call()
    }
    #[test]
    fn is_retried() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod alias_without_parameters {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Answer {
        Ok(probe.call()? + 1)
    }
    #[test]
    fn is_retried() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(4));
        assert_eq!(probe.calls(), 3);
    }
}

mod io_result {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> io::Result<u32> {
        Ok(probe.call()?)
    }
    #[test]
    fn is_retried() {
        let probe = Probe::new();
        assert_eq!(shape(&probe).ok(), Some(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod fmt_result {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(target: &mut String, probe: &Probe) -> fmt::Result {
        fmt::Write::write_char(target, 'a')?;
        probe.call().map_err(|_| fmt::Error)?;
        Ok(())
    }
    #[test]
    fn is_retried() {
        let probe = Probe::new();
        let mut target = String::new();
        assert_eq!(shape(&mut target, &probe), Ok(()));
        assert_eq!(target, "aaa");
        assert_eq!(probe.calls(), 3);
    }
}

mod option {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Option<u32> {
        let n = probe.call().ok()?;
        Some(n + 1)
    }
    #[test]
    fn is_retried() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Some(4));
        assert_eq!(probe.calls(), 3);
    }
}

mod qualified_path {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> ::std::result::Result<::core::primitive::u32, Failed> {
        probe.call()
    }
    #[test]
    fn is_retried() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod parenthesised_type {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<(u32, [u32; 2], &'static str), Failed> {
        let n = probe.call()?;
        Ok((n, [n, n], "a"))
    }
    #[test]
    fn is_retried() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok((3, [3, 3], "a")));
        assert_eq!(probe.calls(), 3);
    }
}
