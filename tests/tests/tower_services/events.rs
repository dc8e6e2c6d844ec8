//! Hooks and guards of tests see the same as in a run of a closure.

use std::sync::{Arc, Mutex};

use futures_lite::future::block_on;
use retry_core::{Event, Policy, retry, testing, tower::RetryLayer};
use retry_tests::EXACT;
use tower::{Layer as _, ServiceExt as _};

use crate::queue::{BUSY, Queue, Refused, Taken, judge};

type Lines = Arc<Mutex<Vec<String>>>;

fn hook(lines: &Lines, hook: &'static str) -> impl Fn(&Event<'_, Taken>) + Clone + use<> {
    let lines = Arc::clone(lines);
    move |event| lines.lock().unwrap().push(format!("{hook} {event:?}"))
}

fn of_service(policy: Policy, answers: &[Taken]) -> Vec<String> {
    let (lines, queue) = (Lines::default(), Queue::new(answers.iter().copied()));
    let service = RetryLayer::new(policy)
        .judge(judge)
        .name("tea")
        .on_retry(hook(&lines, "retry"))
        .on_stop(hook(&lines, "stop"))
        .on_end(hook(&lines, "end"))
        .timer(queue.clock())
        .layer(queue.clone());
    let _ = block_on(service.oneshot("tea"));
    lines.lock().unwrap().clone()
}

fn of_closure(policy: Policy, answers: &[Taken]) -> Vec<String> {
    let (lines, queue) = (Lines::default(), Queue::new([]));
    let mut answers = answers.iter().copied();
    let _ = retry(|| answers.next().expect("an answer"))
        .policy(policy)
        .on_outcome(judge)
        .name("tea")
        .on_retry(hook(&lines, "retry"))
        .on_stop(hook(&lines, "stop"))
        .on_end(hook(&lines, "end"))
        .timer(queue.clock())
        .call();
    lines.lock().unwrap().clone()
}

#[test]
fn hooks_get_the_events_of_a_closure() {
    let scripts: [&[Taken]; 6] = [
        &[Ok(1)],
        &[BUSY, Err(Refused::BusyFor(2)), Ok(1)],
        &[BUSY, Err(Refused::TooLarge)],
        &[BUSY, Err(Refused::BusyFor(3600))],
        &[BUSY; 5],
        &[Err(Refused::Overloaded), BUSY, Ok(1)],
    ];
    for policy in [
        EXACT,
        EXACT.exact_hints().seed(7),
        EXACT.deadline(retry_tests::SECOND),
    ] {
        for answers in scripts {
            let lines = of_service(policy, answers);
            assert!(!lines.is_empty());
            assert_eq!(lines, of_closure(policy, answers), "{answers:?}");
        }
    }
}

#[test]
fn a_test_without_waits_records_it() {
    let runs = testing::no_waits();
    let queue = Queue::new([BUSY, BUSY, Ok(1)]);
    let service = RetryLayer::new(EXACT).name("enqueue").layer(queue);
    assert_eq!(block_on(service.oneshot("tea")), Ok(1));
    assert_eq!(runs.attempts("enqueue"), [3]);
    assert_eq!(runs.waits("enqueue"), retry_tests::secs([1, 2]));
}
