use std::time::{Duration, Instant};

use retry_examples::Fault;

use crate::{error::FetchError, fetcher::Page};

/// What the server asks for in `Retry-After: 1`.
const HINT: Duration = Duration::from_secs(1);

/// What is wrong with how a fetch ended, if anything. `requests` is when the server saw its attempts.
pub(crate) fn check(fault: Fault, page: &Page, requests: &[Instant]) -> Result<(), String> {
    let (attempts, status) = match fault {
        Fault::Unavailable => (3, 200),
        Fault::RateLimited | Fault::Reset | Fault::Hang => (2, 200),
        Fault::Missing => (1, 404),
        Fault::Broken => (4, 500),
    };

    if requests.len() != attempts {
        let seen = requests.len();
        return Err(format!(
            "expected {attempts} attempts, the server saw {seen}"
        ));
    }
    match page {
        Ok(_) if status == 200 => {}
        Err(FetchError::Status { code, .. }) if *code == status => {}
        Ok(_) => return Err(format!("expected status {status}, got a page")),
        Err(error) => return Err(format!("expected status {status}, got: {error}")),
    }
    if let [first, second] = requests {
        let between = second.duration_since(*first);
        if fault == Fault::RateLimited && between < HINT {
            return Err(format!(
                "the server asked for {HINT:?}, it was given {between:?}"
            ));
        }
        if fault == Fault::Hang && between >= Fault::HANG {
            return Err(format!("the attempt was not cut, it took {between:?}"));
        }
    }
    Ok(())
}
