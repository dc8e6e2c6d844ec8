//! Results that are `impl Trait` or borrow.

use retry_core::retry;

use crate::support::*;
use std::{
    error::Error,
    fmt::Display,
    sync::{Mutex, MutexGuard, PoisonError},
};

mod impl_iterator {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<impl Iterator<Item = u32> + use<>, Failed> {
        let n = probe.call()?;
        Ok((0..n).map(|n| n * 2))
    }
    #[test]
    fn is_returned() {
        let probe = Probe::new();
        assert_eq!(shape(&probe).map(Iterator::collect), Ok(vec![0, 2, 4]));
        assert_eq!(probe.calls(), 3);
    }
}

mod impl_trait_that_borrows {
    use super::*;

    #[retry(backoff = 0)]
    fn shape<'a>(
        items: &'a [u32],
        probe: &Probe,
    ) -> Result<impl Iterator<Item = u32> + 'a, Failed> {
        probe.call()?;
        Ok(items.iter().map(|n| n * 2))
    }
    #[test]
    fn is_returned() {
        let probe = Probe::new();
        assert_eq!(
            shape(&[1, 2], &probe).map(Iterator::collect),
            Ok(vec![2, 4])
        );
        assert_eq!(probe.calls(), 3);
    }
}

mod two_impl_traits {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<(impl Fn(u32) -> u32, impl Display), Failed> {
        let n = probe.call()?;
        Ok((move |m| n + m, n))
    }
    #[test]
    fn are_returned() {
        let probe = Probe::new();
        let (add, shown) = shape(&probe).expect("the third call succeeds");
        assert_eq!((add(1), shown.to_string()), (4, "3".to_owned()));
        assert_eq!(probe.calls(), 3);
    }
}

mod option_of_impl_trait {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Option<impl Display> {
        Some(probe.call().ok()? * 2)
    }
    #[test]
    fn is_returned() {
        let probe = Probe::new();
        assert_eq!(
            shape(&probe).map(|shown| shown.to_string()),
            Some("6".to_owned())
        );
        assert_eq!(probe.calls(), 3);
    }
}

mod impl_trait_in_the_error {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<u32, impl Error + Send> {
        probe.call()
    }
    #[test]
    fn is_retried() {
        let probe = Probe::new();
        assert_eq!(shape(&probe).ok(), Some(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod borrowed_from_self {
    use super::*;

    struct Store {
        rows: Vec<u32>,
        probe: Probe,
    }
    impl Store {
        #[retry(backoff = 0)]
        fn first(&self) -> Result<&u32, Failed> {
            self.probe.call()?;
            self.rows.first().ok_or(Failed)
        }
    }
    #[test]
    fn is_returned() {
        let store = Store {
            rows: vec![5],
            probe: Probe::new(),
        };
        assert_eq!(store.first(), Ok(&5));
        assert_eq!(store.probe.calls(), 3);
    }
}

mod borrowed_from_an_argument {
    use super::*;

    #[retry(backoff = 0)]
    fn shape<'a>(text: &'a str, separator: &str, probe: &Probe) -> Result<&'a str, Failed> {
        probe.call()?;
        text.split(separator).next().ok_or(Failed)
    }
    #[test]
    fn is_returned() {
        let probe = Probe::new();
        assert_eq!(shape("a,b", ",", &probe), Ok("a"));
        assert_eq!(probe.calls(), 3);
    }
}

mod error_borrowed_from_an_argument {
    use super::*;

    #[retry(backoff = 0)]
    fn shape<'a>(text: &'a str, probe: &Probe) -> Result<u32, &'a str> {
        probe.call().map_err(|_| text)
    }
    #[test]
    fn is_retried() {
        let probe = Probe::new();
        assert_eq!(shape("a", &probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod lock_guard {
    use super::*;

    #[retry(backoff = 0)]
    fn shape<'a>(lock: &'a Mutex<u32>, probe: &Probe) -> Result<MutexGuard<'a, u32>, Failed> {
        probe.call()?;
        let mut guard = lock.lock().unwrap_or_else(PoisonError::into_inner);
        *guard += 1;
        Ok(guard)
    }
    #[test]
    fn is_returned_locked() {
        let probe = Probe::new();
        let lock = Mutex::new(0);
        let guard = shape(&lock, &probe).expect("the third call succeeds");
        assert_eq!(*guard, 1);
        assert!(lock.try_lock().is_err());
        assert_eq!(probe.calls(), 3);
    }
}
