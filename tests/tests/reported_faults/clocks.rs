//! Whoever sleeps a thread reads the clock of the thread, in a paused tokio runtime too.

use std::time::{Duration, Instant};

use retry_core::{Backoff, Jitter, Policy, StopReason, time::DefaultTimer};
use retry_tests::{EXACT, HOUR, MINUTE, fail_if_it_hangs};

/// Ends in real time: a millisecond of deadline, waits of half of one.
const BRIEF: Policy = Policy::new()
    .unlimited()
    .backoff(Backoff::constant(Duration::from_micros(500)))
    .jitter(Jitter::None)
    .deadline(Duration::from_millis(5));

#[tokio::test(start_paused = true)]
async fn a_loop_by_hand_that_blocks_reads_the_clock_of_its_thread() {
    fail_if_it_hangs(|| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let mut run = BRIEF.start();
            while let Ok(pause) = run.pause("busy") {
                pause.block();
            }
            assert_eq!(run.stop_reason(), Some(StopReason::Deadline));
        });
    });
}

#[tokio::test(start_paused = true)]
async fn a_loop_by_hand_that_awaits_reads_the_paused_clock() {
    let began = Instant::now();
    let mut run = EXACT.deadline(HOUR).unlimited().start();
    let mut waits = Vec::new();
    while let Ok(pause) = run.pause("busy") {
        waits.push(pause.delay());
        pause.await;
    }
    assert_eq!(run.stop_reason(), Some(StopReason::Deadline));
    assert!(
        waits.len() > 100,
        "30 s each, once they have reached the cap"
    );
    assert!(began.elapsed() < MINUTE, "an hour has passed on paper only");
}

#[tokio::test(start_paused = true)]
async fn the_default_timer_given_by_name_reads_the_clock_of_its_thread() {
    fail_if_it_hangs(|| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let run = BRIEF.retry(|| Err::<(), _>("busy")).timer(DefaultTimer);
            let report = run.report().call();
            assert_eq!(report.stop, StopReason::Deadline);
        });
    });
}

#[tokio::test(start_paused = true)]
async fn a_loop_by_hand_that_blocks_is_reset_by_an_attempt_that_ran_long() {
    let mut run = EXACT
        .reset_after(Duration::from_millis(2))
        .backoff(Backoff::constant(Duration::ZERO))
        .start();
    for _ in 0..20 {
        std::thread::sleep(Duration::from_millis(3));
        run.pause("closed")
            .expect("each attempt starts the run over")
            .block();
    }
}

#[cfg(feature = "http")]
#[test]
fn a_gate_that_blocks_reads_the_clock_of_its_thread() {
    use retry_core::{
        http::Gate,
        time::{BlockingTimer, Clock},
    };
    use std::cell::Cell;

    /// Sleeps the thread and counts its sleeps.
    struct Counting(Cell<u32>);

    impl Clock for Counting {
        fn now(&self) -> Duration {
            DefaultTimer.now()
        }

        fn thread_clock(&self) -> Option<&'static dyn Clock> {
            DefaultTimer.thread_clock()
        }
    }

    impl BlockingTimer for Counting {
        fn block(&self, delay: Duration) {
            self.0.set(self.0.get() + 1);
            BlockingTimer::block(&DefaultTimer, delay);
        }
    }

    fail_if_it_hangs(|| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let (gate, timer) = (Gate::new(), Counting(Cell::new(0)));
            gate.close(Duration::from_millis(20), &timer);
            gate.block_with(&timer);
            assert_eq!(timer.0.get(), 1, "one wait was enough");
        });
    });
}
