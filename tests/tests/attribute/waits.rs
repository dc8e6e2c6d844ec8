//! The waits between attempts.

use super::*;

#[retry(attempts = 5, backoff = 1.0, jitter = none, on = is_transient, timer = &api.clock)]
fn blocking(api: &Api) -> Result<usize, ApiError> {
    api.get()
}

#[retry(attempts = 5, backoff = 1.0, jitter = none, on = is_transient, timer = &api.clock)]
async fn awaited(api: &Api) -> Result<usize, ApiError> {
    futures_lite::future::yield_now().await;
    api.get()
}

#[test]
fn a_backoff_of_one_second_waits_1_2_4_8() {
    let always = vec![ApiError::Timeout; 9];
    let api = Api::new(&always);
    assert_eq!(blocking(&api), Err(ApiError::Timeout));
    assert_eq!(api.clock.waits(), secs([1, 2, 4, 8]));
    let api = Api::new(&always);
    assert_eq!(block_on(awaited(&api)), Err(ApiError::Timeout));
    assert_eq!(api.clock.waits(), secs([1, 2, 4, 8]));
}

#[test]
fn a_run_ends_with_the_first_success_or_fatal_error() {
    for failures in 0..5 {
        let api = Api::new(&vec![ApiError::Status(503); failures]);
        assert_eq!(blocking(&api), Ok(failures + 1));
        let api = Api::new(&vec![ApiError::Status(503); failures]);
        assert_eq!(block_on(awaited(&api)), Ok(failures + 1));
    }
    let fatal = ApiError::Message("no".to_owned());
    let api = Api::new(&[ApiError::Timeout, fatal.clone()]);
    assert_eq!(blocking(&api), Err(fatal.clone()));
    assert_eq!(api.clock.waits(), secs([1]));
    let api = Api::new(&[ApiError::Timeout, fatal.clone()]);
    assert_eq!(block_on(awaited(&api)), Err(fatal));
}

#[retry(attempts = 2, backoff = 1s, jitter = none, timer = clock)]
#[retry(attempts = 3, backoff = 10s, jitter = none, timer = clock)]
fn twice(clock: &ManualClock) -> Option<()> {
    None
}

#[test]
fn of_two_attributes_the_upper_one_is_the_inner_loop() {
    let clock = ManualClock::new();
    assert_eq!(twice(&clock), None);
    assert_eq!(clock.waits(), secs([1, 10, 1, 20, 1]));
}
