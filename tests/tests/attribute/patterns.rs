//! Patterns and predicates that judge errors and values.

use super::*;

/// The attempts of a function whose calls fail with these errors.
macro_rules! attempts {
    ($errors:expr, $($on:tt)*) => {{
        #[retry(attempts = 9, backoff = 0, on = $($on)*)]
        fn get(api: &Api) -> Result<usize, ApiError> {
            api.get()
        }
        #[retry(attempts = 9, backoff = 0, on = $($on)*)]
        async fn get_async(api: &Api) -> Result<usize, ApiError> {
            api.get()
        }
        let (first, second) = (Api::new(&$errors), Api::new(&$errors));
        assert_eq!(get(&first), block_on(get_async(&second)));
        assert_eq!(first.calls, second.calls);
        first.calls.get()
    }};
}

#[test]
fn alternatives_ranges_and_guards_match_errors() {
    use ApiError::{Status, Timeout};
    let errors = [Timeout, Status(503), Status(404), Timeout];
    assert_eq!(
        attempts!(errors, ApiError::Timeout | ApiError::Status(500..=599)),
        3
    );
    assert_eq!(attempts!(errors, ApiError::Timeout), 2);
    assert_eq!(attempts!(errors, Timeout), 2);
    assert_eq!(attempts!(errors, ApiError::Status(code) if *code >= 500), 1);
    assert_eq!(attempts!(errors, Timeout | Status(_)), 5);
    assert_eq!(attempts!(errors, error if *error != Status(404)), 3);
    assert_eq!(attempts!(errors, _), 5);
    assert_eq!(attempts!(errors, ApiError::Status { 0: 404 } | Timeout), 2);
}

#[test]
fn constants_and_strings_match_errors_by_value() {
    const BUSY: u16 = 503;
    const SLOW: u16 = 504;
    const TIMEOUT: ApiError = ApiError::Timeout;

    #[retry(attempts = 9, backoff = 0, on = BUSY | SLOW | 429)]
    fn code(codes: &mut Vec<u16>) -> Result<(), u16> {
        codes.pop().map_or(Ok(()), Err)
    }
    #[retry(on = 500.., attempts = 9, backoff = 0)]
    fn code_above(codes: &mut Vec<u16>) -> Result<(), u16> {
        codes.pop().map_or(Ok(()), Err)
    }
    #[retry(attempts = 9, backoff = 0, on = "busy" | "slow")]
    fn word(words: &mut Vec<&'static str>) -> Result<(), &'static str> {
        words.pop().map_or(Ok(()), Err)
    }

    assert_eq!(code(&mut vec![1, 404, 429, 504, 503]), Err(404));
    assert_eq!(code_above(&mut vec![1, 404, 504, 500]), Err(404));
    assert_eq!(word(&mut vec!["down", "slow", "busy"]), Err("down"));
    let errors = [ApiError::Timeout, ApiError::Status(503)];
    assert_eq!(attempts!(errors, TIMEOUT), 2);
    assert_eq!(attempts!(errors, &TIMEOUT), 2);
    assert_eq!(
        attempts!(errors, &ApiError::Status(BUSY) | &ApiError::Timeout),
        3
    );
}

#[test]
fn predicates_of_every_form_judge_errors() {
    fn one_of(codes: [u16; 2]) -> impl Fn(&ApiError) -> bool {
        move |error| matches!(error, ApiError::Status(code) if codes.contains(code))
    }
    fn no_timeout<E: PartialEq<ApiError>, T: Default>(error: &E) -> bool {
        let _ = T::default();
        *error != ApiError::Timeout
    }
    const FATAL: fn(&ApiError) -> bool = |_| false;
    let errors = [
        ApiError::Status(502),
        ApiError::Status(503),
        ApiError::Status(404),
    ];
    assert_eq!(attempts!(errors, is_transient), 4);
    assert_eq!(attempts!(errors, is_transient as fn(&_) -> _), 4);
    assert_eq!(attempts!(errors, super::is_transient), 4);
    assert_eq!(
        attempts!(errors, |error| *error != ApiError::Status(404)),
        3
    );
    assert_eq!(attempts!(errors, one_of([502, 503])), 3);
    assert_eq!(attempts!(errors, { FATAL }), 1);
    assert_eq!(attempts!(errors, [FATAL][0]), 1);
    assert_eq!(attempts!(errors, (|_: &ApiError| false)), 1);
    assert_eq!(
        attempts!(errors, |e: &ApiError| -> bool {
            e == &ApiError::Status(502) || e == &ApiError::Status(503)
        }),
        3
    );
    assert_eq!(attempts!(errors, no_timeout::<ApiError, u8>), 4);
    assert_eq!(attempts!(errors, |_| retry_core::Verdict::Stop), 1);
}

macro_rules! forwarded {
    ($on:pat) => {
        #[retry(attempts = 9, backoff = 0, on = $on)]
        fn forwarded_pattern(api: &Api) -> Result<usize, ApiError> {
            api.get()
        }
    };
}
forwarded!(ApiError::Timeout | ApiError::Status(_));

#[test]
fn a_pattern_may_come_from_a_macro() {
    let api = Api::new(&[
        ApiError::Timeout,
        ApiError::Status(1),
        ApiError::Message(String::new()),
    ]);
    let fatal = ApiError::Message(String::new());
    assert_eq!(forwarded_pattern(&api), Err(fatal));
    assert_eq!(api.calls.get(), 3);
}

#[retry(attempts = 9, backoff = 0, on_ok = ..=2, exhausted = |last| Err(ApiError::Message(last.to_string())))]
fn poll(api: &Api) -> Result<usize, ApiError> {
    api.get()
}

#[test]
fn on_ok_retries_the_values_that_it_matches() {
    let api = Api::new(&[]);
    assert_eq!(poll(&api), Ok(3));
}
