//! Functions and closures as arguments.

use retry_core::retry;

use crate::support::*;

mod impl_fn {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(make: impl Fn(u32) -> u32, probe: &Probe) -> Result<u32, Failed> {
        Ok(make(probe.call()?))
    }
    #[test]
    fn can_be_called_by_every_attempt() {
        let probe = Probe::new();
        assert_eq!(shape(|n| n * 2, &probe), Ok(6));
        assert_eq!(probe.calls(), 3);
    }
}

mod impl_fn_mut {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(note: &mut impl FnMut(u32), probe: &Probe) -> Result<u32, Failed> {
        note(probe.calls());
        probe.call()
    }
    #[test]
    fn is_called_by_every_attempt() {
        let probe = Probe::new();
        let mut seen = vec![];
        assert_eq!(shape(&mut |n| seen.push(n), &probe), Ok(3));
        assert_eq!(seen, [0, 1, 2]);
        assert_eq!(probe.calls(), 3);
    }
}

mod dyn_fn_mut {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(note: &mut (dyn FnMut(u32) + Send), probe: &Probe) -> Result<u32, Failed> {
        note(probe.calls());
        probe.call()
    }
    #[test]
    fn is_called_by_every_attempt() {
        let probe = Probe::new();
        let mut sum = 0;
        assert_eq!(shape(&mut |n| sum += n, &probe), Ok(3));
        assert_eq!(sum, 3);
        assert_eq!(probe.calls(), 3);
    }
}

mod impl_fn_once_cloned {
    use super::*;

    #[retry(backoff = 0, clone(make))]
    fn shape(make: impl FnOnce() -> String + Clone, probe: &Probe) -> Result<String, Failed> {
        let text = make();
        probe.call()?;
        Ok(text)
    }
    #[test]
    fn is_cloned_for_every_attempt() {
        let probe = Probe::new();
        let text = "a".to_owned();
        assert_eq!(shape(move || text, &probe), Ok("a".to_owned()));
        assert_eq!(probe.calls(), 3);
    }
}

mod fn_pointer {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(get: fn(&Probe) -> u32, probe: &Probe) -> Result<u32, Failed> {
        probe.call()?;
        Ok(get(probe))
    }
    #[test]
    fn can_be_called_by_every_attempt() {
        let probe = Probe::new();
        assert_eq!(shape(Probe::calls, &probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}
