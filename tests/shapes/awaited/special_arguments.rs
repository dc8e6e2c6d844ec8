//! Arguments that are `Rc`, `!Sync`, or under `#[cfg]`.

use retry_core::retry;

use crate::support::*;
use std::{cell::Cell, rc::Rc};

mod rc_argument {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(count: Rc<Cell<u32>>, probe: &Probe) -> Result<u32, Failed> {
        count.set(count.get() + 1);
        probe.called().await
    }
    #[test]
    fn is_borrowed_by_every_attempt() {
        let probe = Probe::new();
        let count = Rc::new(Cell::new(0));
        assert_eq!(run_local(shape(count.clone(), &probe)), Ok(3));
        assert_eq!((count.get(), Rc::strong_count(&count)), (3, 1));
        assert_eq!(probe.calls(), 3);
    }
}

/// The clone is part of the attempt, whose future is `Send` as that of the plain body.
mod send_but_not_sync_when_cloned {
    use super::*;

    #[retry(backoff = 0, clone(cell))]
    async fn shape(cell: Cell<u32>, probe: &Probe) -> Result<u32, Failed> {
        cell.set(cell.get() + 1);
        probe.called().await?;
        Ok(cell.get())
    }
    #[test]
    fn leaves_the_future_send() {
        let probe = Probe::new();
        assert_eq!(run(shape(Cell::new(1), &probe)), Ok(2));
        assert_eq!(probe.calls(), 3);
    }
}

mod cfg_on_a_parameter {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(
        #[cfg(not(test))] absent: Missing,
        #[cfg(test)] present: u32,
        probe: &Probe,
    ) -> Result<u32, Failed> {
        Ok(present + probe.called().await?)
    }
    #[test]
    fn is_obeyed() {
        let probe = Probe::new();
        assert_eq!(run(shape(1, &probe)), Ok(4));
        assert_eq!(probe.calls(), 3);
    }
}

mod cfg_on_a_mutable_parameter {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(
        #[cfg(not(test))] mut n: u64,
        #[cfg(test)] mut n: u32,
        probe: &Probe,
    ) -> Result<u32, Failed> {
        n += 1;
        Ok(n + probe.called().await?)
    }
    #[test]
    fn is_obeyed() {
        let probe = Probe::new();
        assert_eq!(run(shape(1, &probe)), Ok(5));
        assert_eq!(probe.calls(), 3);
    }
}

mod cfg_on_a_cloned_parameter {
    use super::*;

    #[retry(backoff = 0, clone(text))]
    async fn shape(#[cfg(test)] text: String, probe: &Probe) -> Result<String, Failed> {
        let text = text + "!";
        probe.called().await?;
        Ok(text)
    }
    #[test]
    fn is_obeyed() {
        let probe = Probe::new();
        assert_eq!(run(shape("a".to_owned(), &probe)), Ok("a!".to_owned()));
        assert_eq!(probe.calls(), 3);
    }
}

mod lint_attribute_on_a_parameter {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(
        #[allow(unused_variables, reason = "this is what is tested")] unused: u32,
        probe: &Probe,
    ) -> Result<u32, Failed> {
        probe.called().await
    }
    #[test]
    fn is_obeyed() {
        let probe = Probe::new();
        assert_eq!(run(shape(1, &probe)), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}
