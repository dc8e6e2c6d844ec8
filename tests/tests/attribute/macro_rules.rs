//! What `macro_rules!` passes on comes in invisible groups.

use super::*;

macro_rules! judged_by_expression {
    ($name:ident, $on:expr) => {
        #[retry(attempts = 9, backoff = 0, on = $on)]
        fn $name(api: &Api) -> Result<usize, ApiError> {
            api.get()
        }
    };
}

judged_by_expression!(by_path, is_transient);
judged_by_expression!(by_closure, |error| is_transient(error));
judged_by_expression!(by_call, any_of([is_transient]));
judged_by_expression!(by_element, [is_transient][0]);
judged_by_expression!(by_constant, ApiError::Timeout);

macro_rules! judged_by_parts {
    ($name:ident, $path:path, $argument:tt) => {
        #[retry(attempts = 9, backoff = 0, on = $path $argument)]
        fn $name(api: &Api) -> Result<usize, ApiError> {
            api.get()
        }
    };
}

judged_by_parts!(by_called_path, any_of, ([is_transient]));
judged_by_parts!(by_matched_path, ApiError::Status, (500..));

macro_rules! judged_by_closure {
    ($name:ident, $closure:expr) => {
        #[retry(attempts = 9, backoff = 0, on = ($closure))]
        fn $name(api: &Api) -> Result<usize, ApiError> {
            api.get()
        }
    };
}

judged_by_closure!(by_closure_in_parentheses, |error: &ApiError| is_transient(
    error
));

fn any_of<F: Fn(&ApiError) -> bool, const N: usize>(judges: [F; N]) -> impl Fn(&ApiError) -> bool {
    move |error| judges.iter().any(|judge| judge(error))
}

#[test]
fn predicates_and_patterns_are_told_apart() {
    type Get = fn(&Api) -> Result<usize, ApiError>;
    let errors = [
        ApiError::Timeout,
        ApiError::Status(503),
        ApiError::Message(String::new()),
    ];
    let all: [(Get, &[ApiError], usize); 8] = [
        (by_path, &errors, 3),
        (by_closure, &errors, 3),
        (by_call, &errors, 3),
        (by_element, &errors, 3),
        (by_constant, &errors, 2),
        (by_called_path, &errors, 3),
        (by_matched_path, &errors[1..], 2),
        (by_closure_in_parentheses, &errors, 3),
    ];
    for (get, errors, calls) in all {
        let api = Api::new(errors);
        assert!(get(&api).is_err());
        assert_eq!(api.calls.get(), calls);
    }
}

macro_rules! with_policy {
    ($name:ident, $policy:expr, $attempts:expr, $delay:expr) => {
        #[retry(policy = $policy, attempts = $attempts, backoff = $delay, timer = clock)]
        fn $name(clock: &ManualClock) -> Option<()> {
            clock.advance(Duration::ZERO);
            None
        }
    };
}

const EXACT: Policy = Policy::new().jitter(Jitter::None);

with_policy!(by_constant_policy, EXACT, 3, 2);
with_policy!(by_computed_policy, EXACT.attempts(9), 1 + 2, SECOND * 2);

#[test]
fn values_are_read() {
    for fails in [by_constant_policy, by_computed_policy] {
        let clock = ManualClock::new();
        assert_eq!(fails(&clock), None);
        assert_eq!(clock.waits(), secs([2, 4]));
    }
}
