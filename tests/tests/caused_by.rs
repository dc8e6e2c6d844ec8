//! Which errors `caused_by` finds, where it starts, and its use in predicates.

#![deny(warnings)]
#![warn(clippy::pedantic)]

use std::{
    cell::Cell,
    error::Error,
    io::{self, ErrorKind},
    sync::Arc,
};

use anyhow::Context;
use retry_core::{CausedBy, retry, testing::no_waits};

#[derive(Debug, thiserror::Error)]
enum StoreError {
    #[error("the disk failed")]
    Disk(#[source] io::Error),
    #[error("the shared disk failed")]
    SharedDisk(#[source] Arc<io::Error>),
    #[error("the boxed disk failed")]
    BoxedDisk(#[source] Box<io::Error>),
    #[error("something failed")]
    Other(#[source] Box<dyn Error + Send + Sync>),
    #[error("no such row")]
    NoRow,
}

#[derive(Debug, thiserror::Error)]
#[error("the service failed")]
struct ServiceError(#[from] StoreError);

fn reset() -> io::Error {
    ErrorKind::ConnectionReset.into()
}

fn deep() -> ServiceError {
    StoreError::Disk(reset()).into()
}

mod finds {
    use super::*;

    #[test]
    fn the_error_itself() {
        assert!(matches!(
            StoreError::NoRow.caused_by::<StoreError>(),
            Some(StoreError::NoRow)
        ));
    }

    #[test]
    fn a_source_at_any_depth() {
        let error = deep();
        assert_eq!(
            error.caused_by::<io::Error>().map(io::Error::kind),
            Some(ErrorKind::ConnectionReset)
        );
        assert!(error.caused_by::<StoreError>().is_some());
    }

    #[test]
    fn nothing_without_such_a_cause() {
        assert!(StoreError::NoRow.caused_by::<io::Error>().is_none());
        assert!(deep().caused_by::<std::fmt::Error>().is_none());
    }

    #[test]
    fn the_outermost_of_several() {
        let error = StoreError::Other(Box::new(ServiceError(StoreError::NoRow)));
        assert!(matches!(
            error.caused_by::<StoreError>(),
            Some(StoreError::Other(_))
        ));
    }

    #[test]
    fn an_error_behind_a_pointer() {
        for error in [
            StoreError::SharedDisk(Arc::new(reset())),
            StoreError::BoxedDisk(Box::new(reset())),
            StoreError::Other(Box::new(Arc::new(reset()))),
            StoreError::Other(Box::new(Box::new(reset()))),
        ] {
            assert!(error.caused_by::<io::Error>().is_some(), "{error}");
        }
    }

    #[test]
    fn the_error_that_an_io_error_was_made_from() {
        let error = StoreError::Disk(io::Error::other(StoreError::NoRow));
        let inner = io::Error::other(std::fmt::Error);
        assert!(inner.caused_by::<std::fmt::Error>().is_some());
        let shared = StoreError::SharedDisk(Arc::new(inner));
        assert!(shared.caused_by::<std::fmt::Error>().is_some());
        assert!(error.caused_by::<io::Error>().is_some());
    }
}

mod ends {
    use std::{fmt, sync::OnceLock};

    use super::*;

    /// An error whose cause is set after it was made.
    #[derive(Debug, Default)]
    struct Link {
        cause: OnceLock<&'static (dyn Error + Send + Sync)>,
    }

    impl fmt::Display for Link {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a link")
        }
    }

    impl Error for Link {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(*self.cause.get()?)
        }
    }

    /// Links of which each is caused by the next, and the last by `last`.
    fn links(
        count: usize,
        last: impl FnOnce(&[&'static Link]) -> &'static (dyn Error + Send + Sync),
    ) -> &'static Link {
        let links: Vec<&'static Link> = (0..count).map(|_| &*Box::leak(Box::default())).collect();
        for pair in links.windows(2) {
            pair[0].cause.set(pair[1]).expect("set once");
        }
        links[count - 1].cause.set(last(&links)).expect("set once");
        links[0]
    }

    #[test]
    fn at_an_error_that_is_its_own_cause() {
        let error = links(1, |links| links[0]);
        assert!(error.caused_by::<io::Error>().is_none());
        assert!(error.caused_by::<Link>().is_some());
    }

    #[test]
    fn on_a_circle_that_begins_anywhere_in_a_chain() {
        for count in 1..40 {
            for back_to in 0..count {
                let error = links(count, |links| links[back_to]);
                assert!(
                    error.caused_by::<io::Error>().is_none(),
                    "{count} {back_to}"
                );
            }
        }
    }

    #[test]
    fn on_a_circle_through_what_an_io_error_was_made_from() {
        let error = links(1, |links| Box::leak(Box::new(io::Error::other(links[0]))));
        assert!(error.caused_by::<std::fmt::Error>().is_none());
    }

    #[test]
    fn at_the_end_of_a_chain_of_a_hundred_thousand() {
        let error = links(100_000, |_| Box::leak(Box::new(reset())));
        assert!(error.caused_by::<io::Error>().is_some());
        assert!(error.caused_by::<std::fmt::Error>().is_none());
    }

    /// All of them are at the same address.
    #[test]
    fn not_at_an_error_that_is_the_first_field_of_another() {
        #[derive(Debug, thiserror::Error)]
        #[error("around {0}")]
        struct Around<E: Error + 'static>(#[source] E);

        let error = Around(Around(Around(reset())));
        assert!(error.caused_by::<io::Error>().is_some());
    }
}

mod starts_at {
    use super::*;

    #[test]
    fn a_boxed_error() {
        let error: Box<dyn Error> = deep().into();
        assert!(error.caused_by::<io::Error>().is_some());
        let error: Box<dyn Error + Send> = Box::new(deep());
        assert!(error.caused_by::<io::Error>().is_some());
        let error: Box<dyn Error + Send + Sync> = deep().into();
        assert!(error.caused_by::<io::Error>().is_some());
    }

    #[test]
    fn a_boxed_error_that_is_the_one_looked_for() {
        let error: Box<dyn Error> = reset().into();
        assert!(error.caused_by::<io::Error>().is_some());
        assert!(Box::new(reset()).caused_by::<io::Error>().is_some());
    }

    #[test]
    fn a_shared_error() {
        let error: Arc<dyn Error> = Arc::new(reset());
        assert!(error.caused_by::<io::Error>().is_some());
        let error: Arc<dyn Error + Send + Sync> = Arc::new(reset());
        assert!(error.caused_by::<io::Error>().is_some());
        assert!(Arc::new(reset()).caused_by::<io::Error>().is_some());
    }

    #[test]
    fn a_borrowed_error() {
        let error = deep();
        let plain: &(dyn Error + 'static) = &error;
        assert!(plain.caused_by::<io::Error>().is_some());
        let sync: &(dyn Error + Send + Sync + 'static) = &error;
        assert!(sync.caused_by::<io::Error>().is_some());
    }

    #[test]
    fn a_static_borrow_of_an_error() {
        static NO_ROW: StoreError = StoreError::NoRow;
        let plain: &'static (dyn Error + 'static) = &NO_ROW;
        assert!((&plain).caused_by::<StoreError>().is_some());
        let sync: &'static (dyn Error + Send + Sync + 'static) = &NO_ROW;
        assert!((&sync).caused_by::<StoreError>().is_some());
    }

    #[test]
    fn an_anyhow_error_with_its_context() {
        let error = anyhow::Error::new(deep());
        assert!(error.caused_by::<ServiceError>().is_some());
        let error = error.context("while starting");
        assert!(error.caused_by::<ServiceError>().is_some());
        assert!(error.caused_by::<io::Error>().is_some());
        assert!(error.caused_by::<std::fmt::Error>().is_none());
    }
}

mod judges {
    use super::*;

    thread_local! {
        static CALLS: Cell<u32> = const { Cell::new(0) };
    }

    fn called() {
        CALLS.set(CALLS.get() + 1);
    }

    #[retry(on = |e| e.caused_by::<io::Error>().is_some_and(|io| io.kind() == ErrorKind::ConnectionReset))]
    fn concrete(kind: ErrorKind) -> Result<(), ServiceError> {
        called();
        Err(StoreError::Disk(kind.into()).into())
    }

    #[retry(on = |e| e.caused_by::<io::Error>().is_some_and(|io| io.kind() == ErrorKind::ConnectionReset))]
    fn boxed(kind: ErrorKind) -> Result<(), Box<dyn Error + Send + Sync>> {
        called();
        Err(StoreError::Disk(kind.into()).into())
    }

    #[retry(on = |e| e.caused_by::<io::Error>().is_some_and(|io| io.kind() == ErrorKind::ConnectionReset))]
    async fn anyhow(kind: ErrorKind) -> anyhow::Result<()> {
        called();
        Err(StoreError::Disk(kind.into())).context("while reading")
    }

    #[retry(on = |e| e.caused_by::<io::Error>().map_or(retry_core::Verdict::Stop, retry_core::Retryable::verdict))]
    fn by_the_verdict_of_the_cause(kind: ErrorKind) -> anyhow::Result<()> {
        called();
        Err(StoreError::Disk(kind.into()).into())
    }

    #[test]
    fn in_an_attribute() {
        let _guard = no_waits();
        let runs: [&dyn Fn(ErrorKind) -> bool; 4] = [
            &|kind| concrete(kind).is_err(),
            &|kind| boxed(kind).is_err(),
            &|kind| futures_lite::future::block_on(anyhow(kind)).is_err(),
            &|kind| by_the_verdict_of_the_cause(kind).is_err(),
        ];
        for run in runs {
            for (kind, calls) in [(ErrorKind::ConnectionReset, 3), (ErrorKind::NotFound, 1)] {
                CALLS.set(0);
                assert!(run(kind));
                assert_eq!(CALLS.get(), calls, "{kind}");
            }
        }
    }

    #[test]
    fn in_the_builder() {
        let _guard = no_waits();
        let mut calls = 0;
        let result = retry_core::retry(|| -> anyhow::Result<()> {
            calls += 1;
            Err(deep().into())
        })
        .on(|e| e.caused_by::<io::Error>().is_some())
        .call();
        assert!(result.is_err());
        assert_eq!(calls, 3);
    }
}
