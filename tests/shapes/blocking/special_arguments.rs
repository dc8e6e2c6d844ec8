//! Arguments that are `Rc`, `!Sync`, or under `#[cfg]`.

use retry_core::retry;

use crate::support::*;
use std::{cell::Cell, rc::Rc};

mod rc_argument {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(count: Rc<Cell<u32>>, probe: &Probe) -> Result<u32, Failed> {
        count.set(count.get() + 1);
        probe.call()
    }
    #[test]
    fn is_borrowed_by_every_attempt() {
        let probe = Probe::new();
        let count = Rc::new(Cell::new(0));
        assert_eq!(shape(count.clone(), &probe), Ok(3));
        assert_eq!((count.get(), Rc::strong_count(&count)), (3, 1));
        assert_eq!(probe.calls(), 3);
    }
}

mod cfg_on_a_parameter {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(
        #[cfg(not(test))] absent: Missing,
        #[cfg(test)] present: u32,
        probe: &Probe,
    ) -> Result<u32, Failed> {
        Ok(present + probe.call()?)
    }
    #[test]
    fn is_obeyed() {
        let probe = Probe::new();
        assert_eq!(shape(1, &probe), Ok(4));
        assert_eq!(probe.calls(), 3);
    }
}

mod cfg_on_a_mutable_parameter {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(
        #[cfg(not(test))] mut n: u64,
        #[cfg(test)] mut n: u32,
        probe: &Probe,
    ) -> Result<u32, Failed> {
        n += 1;
        Ok(n + probe.call()?)
    }
    #[test]
    fn is_obeyed() {
        let probe = Probe::new();
        assert_eq!(shape(1, &probe), Ok(5));
        assert_eq!(probe.calls(), 3);
    }
}

mod cfg_on_a_cloned_parameter {
    use super::*;

    #[retry(backoff = 0, clone(text))]
    fn shape(#[cfg(test)] text: String, probe: &Probe) -> Result<String, Failed> {
        let text = text + "!";
        probe.call()?;
        Ok(text)
    }
    #[test]
    fn is_obeyed() {
        let probe = Probe::new();
        assert_eq!(shape("a".to_owned(), &probe), Ok("a!".to_owned()));
        assert_eq!(probe.calls(), 3);
    }
}

mod lint_attribute_on_a_parameter {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(
        #[allow(unused_variables, reason = "this is what is tested")] unused: u32,
        probe: &Probe,
    ) -> Result<u32, Failed> {
        probe.call()
    }
    #[test]
    fn is_obeyed() {
        let probe = Probe::new();
        assert_eq!(shape(1, &probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}
