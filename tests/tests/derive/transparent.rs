//! `transparent`: the verdict of the error inside.

use super::*;

#[derive(Debug, thiserror::Error, Retryable)]
enum StoreError {
    #[error("{path} cannot be read")]
    #[retry(transparent)]
    Marked {
        path: String,
        #[source]
        cause: io::Error,
    },
    #[error("{path} cannot be written")]
    #[retry(transparent)]
    Named { path: String, source: io::Error },
    #[error(transparent)]
    #[retry(transparent)]
    Converted(#[from] io::Error),
    #[error("{0} and {1}")]
    #[retry(transparent)]
    MarkWins(io::Error, #[source] io::Error),
    #[error("behind a box")]
    #[retry(transparent)]
    Boxed(#[source] Box<io::Error>),
    #[error("shared")]
    #[retry(transparent)]
    Shared(#[source] Arc<io::Error>),
}

#[derive(Debug, Retryable)]
#[retry(transparent)]
struct WithoutThisError(u8, #[source] StoreError);

#[test]
fn the_error_inside_is_found_as_thiserror_finds_it() {
    let errors: [fn(io::Error) -> StoreError; 6] = [
        |cause| StoreError::Marked {
            path: "a".to_owned(),
            cause,
        },
        |source| StoreError::Named {
            path: "a".to_owned(),
            source,
        },
        StoreError::from,
        |cause| StoreError::MarkWins(not_found(), cause),
        |cause| StoreError::Boxed(Box::new(cause)),
        |cause| StoreError::Shared(Arc::new(cause)),
    ];
    for wrap in errors {
        assert_verdict(|| wrap(interrupted()), Verdict::Retry);
        assert_verdict(|| wrap(not_found()), Verdict::Stop);
        assert_verdict(|| WithoutThisError(1, wrap(interrupted())), Verdict::Retry);
    }
}

struct Throttled;

impl Retryable for Throttled {
    fn verdict(&self) -> Verdict {
        Verdict::Throttled(Some(SECOND))
    }
}

#[derive(Retryable)]
#[retry(transparent)]
struct Outer(Throttled);

#[test]
fn the_verdict_of_the_error_inside_is_passed_on_unchanged() {
    assert_verdict(|| Outer(Throttled), Verdict::Throttled(Some(SECOND)));
}
