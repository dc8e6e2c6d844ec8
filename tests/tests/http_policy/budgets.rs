//! The budget of a single call: that of its policy, or of its run.

use std::cell::Cell;

use http::{Method, Response};
use retry_core::{
    Budget, StopReason,
    http::{HttpError, HttpPolicy, check},
    retry, retry_block,
    testing::no_waits,
};
use retry_tests::{BoxError, response, status};

fn fails() -> Result<Response<()>, HttpError> {
    Ok(response(503, &[]))
}

#[test]
fn a_call_has_the_budget_of_its_policy() {
    static BUDGET: Budget = Budget::aws();
    let _guard = no_waits();
    let http = HttpPolicy::new().budget(&BUDGET);
    let call = http.call(Method::GET);
    assert_eq!(call.retry(fails).call().expect("returned").status(), 503);
    assert_eq!(BUDGET.available(), 472.0);
    let checked = call.retry_checked(|| check(fails()?)).call();
    assert_eq!(checked.expect_err("refused").status(), Some(status(503)));
    assert_eq!(BUDGET.available(), 444.0);

    let mut statuses = [503, 429, 200].into_iter();
    let recover = || Ok::<_, BoxError>(response(statuses.next().expect("three"), &[]));
    assert_eq!(call.retry(recover).call().expect("sent").status(), 200);
    // 14 for the 503; the 5 for the 429 came back with the success.
    assert_eq!(BUDGET.available(), 430.0);
    // What is not retried takes nothing.
    let post = http.call(Method::POST).retry(fails).call();
    assert_eq!(post.expect("returned").status(), 503);
    assert_eq!(BUDGET.available(), 430.0);
}

#[test]
fn the_budget_of_a_run_replaces_that_of_the_policy() {
    static OF_POLICY: Budget = Budget::aws();
    let _guard = no_waits();
    let budget = Budget::aws();
    let http = HttpPolicy::new().budget(&OF_POLICY).attempts(100);
    let run = http.call(Method::GET).retry(fails).budget(&budget);
    let report = run.report().call();
    assert_eq!((report.attempts, report.stop), (36, StopReason::Budget));
    assert_eq!((budget.available(), OF_POLICY.available()), (10.0, 500.0));
}

const HTTP: HttpPolicy = HttpPolicy::new();

#[retry(http = HTTP.call(Method::GET), budget = budget)]
fn fetch(budget: &Budget, calls: &Cell<u32>) -> Result<u16, HttpError> {
    calls.set(calls.get() + 1);
    Ok(check(fails()?)?.status().as_u16())
}

#[retry(http = HTTP.call(Method::GET), budget = budget)]
async fn fetch_async(budget: &Budget, calls: &Cell<u32>) -> Result<Response<()>, HttpError> {
    calls.set(calls.get() + 1);
    fails()
}

#[test]
fn the_key_budget_stands_beside_the_key_http() {
    let _guard = no_waits();
    let (budget, calls) = (Budget::aws(), Cell::new(0));
    fetch(&budget, &calls).expect_err("refused");
    assert_eq!((calls.take(), budget.available()), (3, 472.0));
    let fetched = futures_lite::future::block_on(fetch_async(&budget, &calls));
    assert_eq!(fetched.expect("returned").status(), 503);
    assert_eq!((calls.take(), budget.available()), (3, 444.0));
    let fetched = retry_block!(http = HTTP.call(Method::GET), budget = &budget; -> Result<Response<()>, HttpError> {
        calls.set(calls.get() + 1);
        fails()
    });
    assert_eq!(fetched.expect("returned").status(), 503);
    assert_eq!((calls.take(), budget.available()), (3, 416.0));
}
