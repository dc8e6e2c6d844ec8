//! Functions and closures as arguments.

use retry_core::retry;

use crate::support::*;
use std::future::Future;

mod impl_fn {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(make: impl Fn(u32) -> u32, probe: &Probe) -> Result<u32, Failed> {
        Ok(make(probe.called().await?))
    }
    #[test]
    fn can_be_called_by_every_attempt() {
        let probe = Probe::new();
        assert_eq!(run(shape(|n| n * 2, &probe)), Ok(6));
        assert_eq!(probe.calls(), 3);
    }
}

mod impl_fn_mut {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(note: &mut impl FnMut(u32), probe: &Probe) -> Result<u32, Failed> {
        note(probe.calls());
        probe.called().await
    }
    #[test]
    fn is_called_by_every_attempt() {
        let probe = Probe::new();
        let mut seen = vec![];
        assert_eq!(run(shape(&mut |n| seen.push(n), &probe)), Ok(3));
        assert_eq!(seen, [0, 1, 2]);
        assert_eq!(probe.calls(), 3);
    }
}

mod dyn_fn_mut {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(note: &mut (dyn FnMut(u32) + Send), probe: &Probe) -> Result<u32, Failed> {
        note(probe.calls());
        probe.called().await
    }
    #[test]
    fn is_called_by_every_attempt() {
        let probe = Probe::new();
        let mut sum = 0;
        assert_eq!(run(shape(&mut |n| sum += n, &probe)), Ok(3));
        assert_eq!(sum, 3);
        assert_eq!(probe.calls(), 3);
    }
}

mod impl_fn_once_cloned {
    use super::*;

    #[retry(backoff = 0, clone(make))]
    async fn shape(make: impl FnOnce() -> String + Clone, probe: &Probe) -> Result<String, Failed> {
        let text = make();
        probe.called().await?;
        Ok(text)
    }
    #[test]
    fn is_cloned_for_every_attempt() {
        let probe = Probe::new();
        let text = "a".to_owned();
        assert_eq!(run(shape(move || text, &probe)), Ok("a".to_owned()));
        assert_eq!(probe.calls(), 3);
    }
}

mod fn_pointer {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(get: fn(&Probe) -> u32, probe: &Probe) -> Result<u32, Failed> {
        probe.called().await?;
        Ok(get(probe))
    }
    #[test]
    fn can_be_called_by_every_attempt() {
        let probe = Probe::new();
        assert_eq!(run(shape(Probe::calls, &probe)), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod impl_async_fn {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(get: impl AsyncFn(u32) -> Result<u32, Failed>) -> Result<u32, Failed> {
        get(4).await
    }
    #[test]
    fn is_called_by_every_attempt() {
        let probe = Probe::new();
        let get = async |n| Ok(n + probe.called().await?);
        assert_eq!(run_local(shape(get)), Ok(7));
        assert_eq!(probe.calls(), 3);
    }
}

mod impl_async_fn_mut {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(get: &mut impl AsyncFnMut() -> Result<u32, Failed>) -> Result<u32, Failed> {
        get().await
    }
    #[test]
    fn is_called_by_every_attempt() {
        let probe = Probe::new();
        let mut begun = 0;
        let mut get = async || {
            begun += 1;
            probe.called().await
        };
        assert_eq!(run_local(shape(&mut get)), Ok(3));
        assert_eq!(begun, 3);
        assert_eq!(probe.calls(), 3);
    }
}

mod impl_fn_to_a_future {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape<Fut: Future<Output = Result<u32, Failed>>>(
        get: impl Fn() -> Fut,
    ) -> Result<u32, Failed> {
        get().await
    }
    #[test]
    fn is_called_by_every_attempt() {
        let probe = Probe::new();
        assert_eq!(run(shape(|| probe.called())), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod future_by_mutable_reference {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(
        ready: &mut (impl Future<Output = ()> + Unpin),
        probe: &Probe,
    ) -> Result<u32, Failed> {
        if probe.calls() == 0 {
            (&mut *ready).await;
        }
        probe.called().await
    }
    #[test]
    fn can_be_awaited_by_one_attempt() {
        let probe = Probe::new();
        assert_eq!(run(shape(&mut std::future::ready(()), &probe)), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}
