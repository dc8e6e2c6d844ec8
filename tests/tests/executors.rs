//! The same runs on different executors, and on many threads.

use std::{
    cell::Cell,
    future::pending,
    pin::pin,
    rc::Rc,
    sync::{
        Arc, Barrier,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
    time::Duration,
};

use futures::{executor::LocalPool, task::LocalSpawnExt as _};
use futures_lite::future::yield_now;
use retry_core::{
    Backoff, Budget, CancelToken, Jitter, Policy, StopReason, TimedOut, retry, retry_block,
};
use retry_tests::{HOUR, PATIENT, block_on, fail_if_it_hangs, runtime_of_two_threads};

/// Three attempts, with waits that really pass.
const POLICY: Policy = Policy::new()
    .backoff(Backoff::constant(Duration::from_millis(1)))
    .jitter(Jitter::None);

/// Two failures before the success, the second by a timeout.
#[derive(Debug, Default)]
struct Service(AtomicUsize);

impl Service {
    // Those that end do so at the first poll, whatever the timeout.
    async fn get(&self) -> Result<usize, String> {
        match self.0.fetch_add(1, Ordering::SeqCst) {
            0 => Err("busy".to_owned()),
            1 => pending().await,
            call => Ok(call),
        }
    }
}

fn cut(_: TimedOut) -> String {
    "cut".to_owned()
}

#[retry(policy = POLICY, attempt_timeout = 1ms, timed_out = cut)]
async fn annotated(service: &Service) -> Result<usize, String> {
    service.get().await
}

async fn by_hand() -> Result<usize, String> {
    let mut run = POLICY.start();
    let mut failures = ["busy", "still busy"].into_iter();
    loop {
        yield_now().await;
        let pause = match failures.next() {
            Some(error) => run.pause(error.to_owned())?,
            None => return Ok(2),
        };
        pause.await;
    }
}

/// Each form once: which attempt succeeded. It can be sent to another thread.
async fn each_form() -> [Result<usize, String>; 4] {
    let service = Service::default();
    let closure = POLICY
        .retry(|| service.get())
        .attempt_timeout_or(Duration::from_millis(1), cut)
        .await;
    let annotated = annotated(&Service::default()).await;
    let service = Service::default();
    let block = retry_block!(
        policy = POLICY,
        attempt_timeout = 1ms,
        timed_out = cut;
        async -> Result<usize, String> { service.get().await }
    );
    [closure, annotated, block.await, by_hand().await]
}

const ALL_RIGHT: [Result<usize, String>; 4] = [Ok(2), Ok(2), Ok(2), Ok(2)];

const TASKS: usize = 50;

#[test]
fn threads_of_tokio() {
    runtime_of_two_threads().block_on(async {
        let tasks: Vec<_> = (0..TASKS).map(|_| tokio::spawn(each_form())).collect();
        for task in tasks {
            assert_eq!(task.await.expect("no panic"), ALL_RIGHT);
        }
    });
}

#[test]
fn one_thread_of_tokio() {
    block_on(async {
        let tasks: Vec<_> = (0..TASKS).map(|_| tokio::spawn(each_form())).collect();
        assert_eq!(each_form().await, ALL_RIGHT);
        for task in tasks {
            assert_eq!(task.await.expect("no panic"), ALL_RIGHT);
        }
    });
}

#[tokio::test(start_paused = true)]
async fn a_paused_clock_of_tokio() {
    assert_eq!(each_form().await, ALL_RIGHT);
    let began = tokio::time::Instant::now();
    let report = PATIENT.retry(|| async { None::<()> }).report().await;
    assert_eq!((report.elapsed, report.waited), (HOUR * 4, HOUR * 4));
    assert!(began.elapsed() >= HOUR * 4, "its clock was used");
}

#[test]
fn a_thread_of_tokio_that_may_block() {
    let blocking = || {
        POLICY
            .retry(|| Err::<(), _>("busy"))
            .report()
            .call()
            .attempts
    };
    let attempts = block_on(async { tokio::task::spawn_blocking(blocking).await });
    assert_eq!(attempts.expect("no panic"), 3);
}

#[test]
fn smol_with_either_timer() {
    smol::block_on(async {
        let tasks: Vec<_> = (0..TASKS).map(|_| smol::spawn(each_form())).collect();
        for task in tasks {
            assert_eq!(task.await, ALL_RIGHT);
        }
        let service = Service::default();
        let result = POLICY
            .retry(|| service.get())
            .attempt_timeout_or(Duration::from_millis(1), cut)
            .sleep_with(smol::Timer::after)
            .await;
        assert_eq!(result, Ok(2));
    });
}

/// With futures that cannot leave their thread.
#[test]
fn a_pool_on_one_thread() {
    let done = Rc::new(Cell::new(0));
    let mut pool = LocalPool::new();
    let spawner = pool.spawner();
    for _ in 0..TASKS {
        let done = Rc::clone(&done);
        let task = async move {
            assert_eq!(each_form().await, ALL_RIGHT);
            let calls = Rc::new(Cell::new(0));
            let result = retry(|| {
                let calls = Rc::clone(&calls);
                async move {
                    calls.set(calls.get() + 1);
                    (calls.get() == 3).then_some(calls.get())
                }
            });
            assert_eq!(result.policy(POLICY).await, Some(3));
            done.set(done.get() + 1);
        };
        spawner.spawn_local(task).expect("a pool that lives");
    }
    pool.run();
    assert_eq!(done.get(), TASKS);
}

#[test]
fn pollster() {
    assert_eq!(pollster::block_on(each_form()), ALL_RIGHT);
}

/// A waker that unparks a thread.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

#[test]
fn a_loop_that_polls_what_was_woken() {
    fail_if_it_hangs(|| {
        let waker = Waker::from(Arc::new(Unpark(thread::current())));
        let mut cx = Context::from_waker(&waker);
        let mut run = pin!(each_form());
        let results = loop {
            match run.as_mut().poll(&mut cx) {
                Poll::Ready(results) => break results,
                Poll::Pending => thread::park(),
            }
        };
        assert_eq!(results, ALL_RIGHT);
    });
}

#[test]
fn a_loop_that_polls_without_end() {
    fail_if_it_hangs(|| {
        let mut cx = Context::from_waker(Waker::noop());
        let mut run = pin!(each_form());
        let results = loop {
            if let Poll::Ready(results) = run.as_mut().poll(&mut cx) {
                break results;
            }
            thread::yield_now();
        };
        assert_eq!(results, ALL_RIGHT);
    });
}

const THREADS: usize = 64;
const AT_ONCE: Policy = Policy::new()
    .attempts(3)
    .backoff(Backoff::constant(Duration::ZERO));

/// Runs this on many threads at once, and adds up what it returns.
fn on_many_threads(run: impl Fn() -> usize + Sync) -> usize {
    let barrier = Barrier::new(THREADS);
    let begin = || {
        barrier.wait();
        run()
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(begin)).collect();
        let counts = threads
            .into_iter()
            .map(|thread| thread.join().expect("no panic"));
        counts.sum()
    })
}

#[test]
fn many_threads_get_as_many_retries_as_there_are_tokens() {
    // The last run of 64 threads with 20 runs each may get one retry of the two that it wants.
    for tokens in [1, 999, 1000, 100_000] {
        let budget = Budget::reserved(tokens);
        let stopped = AtomicUsize::new(0);
        let calls = on_many_threads(|| {
            let mut calls = 0;
            for _ in 0..20 {
                let run = AT_ONCE.retry(|| {
                    calls += 1;
                    Err::<(), _>("busy")
                });
                let stop = run.budget(&budget).report().call().stop;
                stopped.fetch_add((stop == StopReason::Budget).into(), Ordering::Relaxed);
            }
            calls
        });
        let runs = THREADS * 20;
        let retries = (runs * 2).min(usize::try_from(tokens).expect("a number of tokens"));
        assert_eq!(calls, runs + retries, "{tokens}");
        let left = f64::from(tokens) - f64::from(u32::try_from(retries).expect("few"));
        assert_eq!(budget.available(), left, "{tokens}");
        let is_short = retries < runs * 2;
        assert_eq!(stopped.into_inner() > 0, is_short, "{tokens}");
    }
}

#[test]
fn many_threads_that_recover_leave_a_bucket_as_it_was() {
    // With room for all of them at once, so that none is refused.
    let budget = Budget::bucket(1000).retry_cost(5.0);
    let calls = on_many_threads(|| {
        let mut calls = 0;
        for _ in 0..50 {
            let mut answers = [Err("busy"), Ok(())].into_iter();
            let run = AT_ONCE.retry(|| {
                calls += 1;
                answers.next().expect("two attempts")
            });
            assert_eq!(run.budget(&budget).call(), Ok(()));
        }
        calls
    });
    assert_eq!(calls, THREADS * 50 * 2);
    assert_eq!(budget.available(), 1000.0);
}

#[test]
fn one_token_wakes_many_threads() {
    fail_if_it_hangs(|| {
        let (token, waiting) = (CancelToken::new(), AtomicUsize::new(0));
        let calls = on_many_threads(|| {
            let mut calls = 0;
            let run = PATIENT.retry(|| {
                calls += 1;
                Err::<(), _>("busy")
            });
            let run = run.cancel_on(&token).on_retry(|_| {
                // The last one cancels before it waits itself.
                if waiting.fetch_add(1, Ordering::SeqCst) + 1 == THREADS {
                    token.cancel();
                }
            });
            assert_eq!(run.report().call().stop, StopReason::Cancelled);
            calls
        });
        assert_eq!(calls, THREADS);
    });
}
