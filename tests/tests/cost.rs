//! What a run costs: the bytes of its future, and no allocation.
//!
//! Allocations are counted per thread, so that tests do not count those of each other.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    future::{Future, IntoFuture, poll_fn},
    hint::black_box,
    pin::pin,
    task::{Context, Poll, Waker},
    time::Duration,
};

use retry_core::{
    Backoff, Jitter, Policy, retry,
    time::{AsyncTimer, Clock},
};

static EXACT: Policy = Policy::new()
    .attempts(5)
    .backoff(Backoff::constant(Duration::from_micros(1)))
    .jitter(Jitter::Full);

/// The size of tokio's sleep, which is the largest part of a run with tokio's timer.
const SLEEP: usize = size_of::<tokio::time::Sleep>();

#[derive(Clone, Copy)]
struct Bare;

impl Clock for Bare {
    fn now(&self) -> Duration {
        Duration::ZERO
    }
}

impl AsyncTimer for Bare {
    type Sleep = std::future::Ready<()>;

    fn sleep(&self, _: Duration) -> Self::Sleep {
        std::future::ready(())
    }
}

/// A future of 16 bytes, which holds two words.
fn sixteen() -> impl Future<Output = Result<u64, u64>> {
    let words = black_box((1_u64, 2_u64));
    poll_fn(move |_| {
        Poll::Ready(if words.0 > words.1 {
            Ok(words.0)
        } else {
            Err(words.1)
        })
    })
}

#[test]
fn the_future_of_a_small_operation_fits_144_bytes() {
    assert_eq!(size_of_val(&sixteen()), 16);
    let run = retry(sixteen).policy(&EXACT).into_future();
    assert!(
        size_of_val(&run) <= 144,
        "{} bytes, {SLEEP} of them the sleep",
        size_of_val(&run)
    );
    let task = async { retry(sixteen).policy(&EXACT).await };
    assert!(size_of_val(&task) <= 152, "{} bytes", size_of_val(&task));
}

#[test]
fn the_future_adds_at_most_48_bytes_and_its_policy() {
    async fn large() -> Result<u64, u64> {
        let buffer = black_box([7_u64; 128]);
        poll_fn(|_| Poll::Ready(())).await;
        if buffer[0] == 7 {
            Err(1)
        } else {
            Ok(black_box(buffer)[1])
        }
    }
    let operation = size_of_val(&large());
    let by_reference = retry(large).policy(&EXACT).into_future();
    let by_value = retry(large).policy(EXACT).into_future();
    let of_its_own = retry(large).attempts(5).into_future();
    assert!(
        size_of_val(&by_reference) <= operation + 48,
        "{operation} + {}",
        size_of_val(&by_reference) - operation
    );
    for size in [size_of_val(&by_value), size_of_val(&of_its_own)] {
        assert!(
            size <= operation + 48 + size_of::<Policy>(),
            "{operation} + {}",
            size - operation
        );
    }
    let small = retry(sixteen).policy(EXACT).into_future();
    assert!(
        size_of_val(&small) <= SLEEP + 48 + size_of::<Policy>(),
        "{}",
        size_of_val(&small)
    );
}

#[test]
fn an_annotated_function_is_at_most_64_bytes_larger_than_the_loop_by_hand() {
    #[retry(attempts = 5, backoff = 100ms)]
    async fn annotated(word: &u64) -> Result<u64, u64> {
        poll_fn(|_| Poll::Ready(())).await;
        Err(*word)
    }
    async fn looped(word: &u64) -> Result<u64, u64> {
        let mut attempt = 1;
        loop {
            let outcome = async {
                poll_fn(|_| Poll::Ready(())).await;
                Err(*word)
            }
            .await;
            if outcome.is_ok() || attempt == 5 {
                return outcome;
            }
            tokio::time::sleep(Duration::from_millis(100) * attempt).await;
            attempt += 1;
        }
    }
    let (annotated, looped) = (size_of_val(&annotated(&1)), size_of_val(&looped(&1)));
    assert!(
        annotated <= looped + 64,
        "{annotated} bytes, {looped} by hand"
    );
}

struct Counting;

std::thread_local! {
    static ALLOCATIONS: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

#[allow(unsafe_code, reason = "an allocator cannot be counted otherwise")]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations(run: impl FnOnce()) -> u32 {
    let before = ALLOCATIONS.get();
    run();
    ALLOCATIONS.get() - before
}

#[test]
fn nothing_is_allocated_over_any_number_of_retries() {
    assert!(allocations(|| drop(Box::new(1))) > 0, "the counter counts");
    let mut calls = 0;
    let blocking = allocations(|| {
        let result = retry(|| {
            calls += 1;
            if calls < 1000 { Err("busy") } else { Ok(()) }
        })
        .attempts(1000)
        .deadline(Duration::from_secs(3600))
        .sleep_with(|_| ())
        .call();
        assert_eq!(result, Ok(()));
    });
    let mut awaited_calls = 0;
    let awaited = allocations(|| {
        let operation = || {
            awaited_calls += 1;
            async { Err::<(), _>("busy") }
        };
        let mut run = pin!(retry(operation).attempts(1000).timer(Bare).into_future());
        let mut cx = Context::from_waker(Waker::noop());
        let result = loop {
            if let Poll::Ready(result) = run.as_mut().poll(&mut cx) {
                break result;
            }
        };
        assert_eq!(result, Err("busy"));
    });
    let mut pauses = 0;
    let by_hand = allocations(|| {
        let mut run = EXACT.start().timer(Bare);
        while run.pause(()).is_ok() {
            pauses += 1;
        }
    });
    assert_eq!((blocking, awaited, by_hand), (0, 0, 0));
    assert_eq!((calls, awaited_calls, pauses), (1000, 1000, 4));
}
