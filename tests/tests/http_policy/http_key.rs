//! The attribute's key `http` brings the policy and the judge of a call, and its gate.

use std::{cell::Cell, io};

use http::{Method, Response};
use retry_core::{
    TimedOut,
    http::{Gate, HttpError, HttpPolicy, IdempotencyKey, check},
    retry, retry_block,
    testing::{ManualClock, no_waits},
};
use retry_tests::{SECOND, response};

use crate::support::HTTP;

/// Answers with these statuses, one after the other. Zero is a connection that was reset.
#[derive(Clone, Copy)]
struct Script<'a> {
    statuses: &'a [u16],
    calls: &'a Cell<usize>,
}

impl Script<'_> {
    fn send(self) -> Result<Response<()>, HttpError> {
        let status = self.statuses[self.calls.get()];
        self.calls.set(self.calls.get() + 1);
        match status {
            0 => Err(io::Error::from(io::ErrorKind::ConnectionReset).into()),
            status => Ok(response(status, &[])),
        }
    }
}

#[retry(http = HTTP.call(Method::POST).key(key))]
fn place(script: Script<'_>, key: &IdempotencyKey) -> Result<u16, HttpError> {
    Ok(check(script.send()?)?.status().as_u16())
}

#[retry(http = HTTP.call(Method::GET), attempts = 2, timer = clock)]
fn look(script: Script<'_>, clock: &ManualClock) -> Result<Response<()>, HttpError> {
    script.send()
}

#[retry(http = HTTP.call(method).gate_with(gate, clock), attempt_timeout = 5s, timer = clock)]
async fn fetch<E>(
    script: Script<'_>,
    method: &Method,
    gate: &Gate,
    clock: &ManualClock,
) -> Result<(), E>
where
    E: From<HttpError> + From<TimedOut> + std::error::Error + 'static,
{
    check(script.send()?)?;
    Ok(())
}

#[retry(
    http = HTTP.call(Method::GET),
    on = |error: &HttpError| error.status().is_some_and(|status| status == 404),
    on_ok = |response| response.headers().contains_key("pending"),
)]
fn composed(script: Script<'_>) -> Result<Response<()>, HttpError> {
    check(script.send()?)
}

#[retry(http = HTTP.call(Method::GET), clone(name), context = attempt)]
fn with_copies(script: Script<'_>, name: String) -> Result<(String, u32), HttpError> {
    check(script.send()?)?;
    Ok((name, attempt.number()))
}

struct Client<'a> {
    http: HttpPolicy,
    script: Script<'a>,
    sent: usize,
}

impl Client<'_> {
    #[retry(http = self.http.call(Method::GET))]
    fn send(&mut self) -> Result<usize, HttpError> {
        self.sent += 1;
        check(self.script.send()?)?;
        Ok(self.sent)
    }
}

#[test]
fn a_blocking_function_has_policy_and_judge_of_its_call() {
    let _guard = no_waits();
    let calls = Cell::new(0);
    let key = IdempotencyKey::random();
    let script = Script {
        statuses: &[0, 503, 409],
        calls: &calls,
    };
    assert!(place(script, &key).is_err(), "three attempts");
    assert_eq!(calls.get(), 3);
    let statuses = &[404];
    calls.set(0);
    place(Script { statuses, ..script }, &key).expect_err("a 404 is final");
    assert_eq!(calls.get(), 1);
}

#[test]
fn a_function_that_returns_the_response_is_judged_by_its_status() {
    let clock = ManualClock::new();
    let calls = Cell::new(0);
    let script = Script {
        statuses: &[503, 502],
        calls: &calls,
    };
    let last = look(script, &clock).expect("a response");
    assert_eq!((last.status().as_u16(), clock.waits().len()), (502, 1));
}

#[tokio::test]
async fn an_async_function_waits_at_the_gate_of_its_call() {
    for (method, attempts) in [(Method::GET, 2), (Method::POST, 1)] {
        let (gate, clock, calls) = (Gate::new(), ManualClock::new(), Cell::new(0));
        gate.close(3 * SECOND, &clock);
        let script = Script {
            statuses: &[0, 200],
            calls: &calls,
        };
        let fetched: Result<(), io::Error> = fetch(script, &method, &gate, &clock).await;
        assert_eq!(calls.get(), attempts);
        assert_eq!(fetched.is_ok(), attempts == 2);
        assert!(clock.waits()[0] >= 3 * SECOND, "{:?}", clock.waits());
    }
}

#[test]
fn predicates_of_ones_own_are_asked_beside_the_rules_of_the_call() {
    let _guard = no_waits();
    let calls = Cell::new(0);
    let statuses = &[404, 503, 200];
    let script = Script {
        statuses,
        calls: &calls,
    };
    assert!(composed(script).is_ok(), "the predicate retries the 404");
    assert_eq!(calls.get(), 3);
}

#[test]
fn a_fresh_clone_and_the_attempt_are_there_beside_a_call() {
    let _guard = no_waits();
    let calls = Cell::new(0);
    let statuses = &[503, 200];
    let script = Script {
        statuses,
        calls: &calls,
    };
    let answer = with_copies(script, "page".to_owned()).expect("the second answer");
    assert_eq!(answer, ("page".to_owned(), 2));
}

#[test]
fn a_method_may_change_itself_beside_a_call_on_one_of_its_fields() {
    let _guard = no_waits();
    let calls = Cell::new(0);
    let statuses = &[503, 200];
    let script = Script {
        statuses,
        calls: &calls,
    };
    let mut client = Client {
        http: HTTP,
        script,
        sent: 0,
    };
    assert_eq!(client.send().expect("the second answer"), 2);
}

#[test]
fn a_block_with_a_declared_outcome_takes_a_call() {
    let _guard = no_waits();
    let calls = Cell::new(0);
    let statuses = &[503, 200];
    let script = Script {
        statuses,
        calls: &calls,
    };
    let answer = retry_block!(http = HTTP.call(Method::GET); -> Result<u16, HttpError> {
        Ok(check(script.send()?)?.status().as_u16())
    });
    assert_eq!(answer.expect("the second answer"), 200);
}
