//! What the attribute's key `http` expands to, written by hand.

use std::{cell::Cell, io, time::Duration};

use http::{Method, Response};
use retry_core::{
    __private::{HasPlan, Plan, begin_as, blocking, declared, named, turn, under},
    Policy,
    http::{
        __private::{
            JudgesChecked as _, JudgesResponses as _, OutcomeOf, block_at_gate, policy_of,
            wait_at_gate,
        },
        Gate, HttpError, IdempotencyKey, check,
    },
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

// #[retry(http = HTTP.call(Method::POST).key(key))]
// fn place(script: Script<'_>, key: &IdempotencyKey) -> Result<u16, HttpError> {
//     Ok(check(script.send()?)?.status().as_u16())
// }
fn place(script: Script<'_>, key: &IdempotencyKey) -> Result<u16, HttpError> {
    let http = HTTP.call(Method::POST).key(key);
    named(
        under(
            blocking::<Result<u16, HttpError>, _, _>(
                || -> Result<u16, HttpError> {
                    block_at_gate(&http);
                    Ok(check(script.send()?)?.status().as_u16())
                },
                const { &Plan::new(Policy::new(), "place") },
                OutcomeOf::<Result<u16, HttpError>>::NEW.judge(&http),
            ),
            policy_of(&http),
        ),
        || "place",
    )
    .call()
}

// #[retry(http = HTTP.call(Method::GET), attempts = 2, timer = clock)]
// fn look(script: Script<'_>, clock: &ManualClock) -> Result<Response<()>, HttpError> { script.send() }
fn look(script: Script<'_>, clock: &ManualClock) -> Result<Response<()>, HttpError> {
    let http = HTTP.call(Method::GET);
    named(
        under(
            blocking::<Result<Response<()>, HttpError>, _, _>(
                || -> Result<Response<()>, HttpError> {
                    block_at_gate(&http);
                    script.send()
                },
                const { &Plan::new(Policy::new(), "look") },
                OutcomeOf::<Result<Response<()>, HttpError>>::NEW.judge(&http),
            ),
            policy_of(&http),
        ),
        || "look",
    )
    .attempts(2)
    .timer(clock)
    .call()
}

// #[retry(http = HTTP.call(method).gate_with(gate, clock), attempt_timeout = 5s, timer = clock)]
// async fn fetch<E: From<HttpError> + ..>(..) -> Result<(), E> { check(script.send()?)?; Ok(()) }
async fn fetch<E>(
    script: Script<'_>,
    method: &Method,
    gate: &Gate,
    clock: &ManualClock,
) -> Result<(), E>
where
    E: From<HttpError> + From<retry_core::TimedOut> + std::error::Error + 'static,
{
    let http = HTTP.call(method).gate_with(gate, clock);
    let mut run = begin_as(
        named(
            under(
                declared::<Result<(), E>, _, _>(
                    {
                        struct Function;
                        impl HasPlan for Function {
                            const PLAN: Plan = Plan::new(Policy::new(), "fetch");
                        }
                        Function
                    },
                    OutcomeOf::<Result<(), E>>::NEW.judge(&http),
                ),
                policy_of(&http),
            ),
            || "fetch",
        )
        .timer(clock)
        .attempt_timeout(Duration::from_secs(5)),
        false,
    );
    loop {
        let attempt = async {
            wait_at_gate(&http).await;
            {
                check(script.send()?)?;
                Ok(())
            }
        };
        if let std::ops::ControlFlow::Break(output) =
            turn::<Result<(), E>, _, _, _, _>(&mut run, attempt).await
        {
            break output;
        }
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
