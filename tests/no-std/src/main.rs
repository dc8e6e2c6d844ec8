//! Shows that retry-core without features is `no_std` and needs no allocator. A library cannot show
//! that, since it compiles on any host, whatever it links. This binary has its own panic handler, so
//! it does not link with `std`, and no global allocator, so it does not link with `alloc`. The C
//! library's startup calls it, and clock, waits and entropy are those of a [`board::Board`].
//!
//! `cargo run` in this folder is the test. The exit status is 0, or the code of the first
//! [`Check`] that failed; 101 is a panic.
#![no_std]
#![no_main]

mod board;

use core::{
    ffi::c_int,
    future::{pending, ready},
    panic::PanicInfo,
    time::Duration,
};

use retry_core::{
    Attempt, Backoff, Failure, Jitter, Policy, StopReason, Verdict, retry,
    stored::{Later, Next},
    time::Clock,
};

use board::{Board, block_on};

/// Waits 10 ms, then 20 ms.
const POLICY: Policy = Policy::new()
    .attempts(3)
    .backoff(Backoff::exponential(Duration::from_millis(10)))
    .jitter(Jitter::None);

/// A check. Its number is the exit status if it fails.
#[derive(Clone, Copy)]
enum Check {
    BlockingResult = 1,
    BlockingWaits = 2,
    BlockingGivesUp = 3,
    Jitter = 4,
    Deadline = 5,
    AsyncResult = 11,
    AsyncWaits = 12,
    AsyncTimeout = 13,
    Report = 14,
    LoopResult = 21,
    LoopWaits = 22,
    LoopStop = 23,
    LoopHint = 24,
    LoopAsync = 25,
    StoredWait = 31,
    StoredWakes = 32,
}

impl Check {
    fn holds(self, condition: bool) -> Result<(), Self> {
        if condition { Ok(()) } else { Err(self) }
    }
}

/// A device on a bus that responds from the third call on.
struct Bus {
    calls: u32,
}

impl Bus {
    fn read(&mut self) -> Result<u32, &'static str> {
        self.calls += 1;
        if self.calls < 3 {
            Err("bus busy")
        } else {
            Ok(self.calls)
        }
    }
}

fn blocking() -> Result<(), Check> {
    let mut bus = Bus { calls: 0 };
    let (result, waited) = Board.time(|| POLICY.retry(|| bus.read()).timer(Board).call());
    Check::BlockingResult.holds(result == Ok(3))?;
    Check::BlockingWaits.holds(waited == Duration::from_millis(10 + 20))?;

    let mut bus = Bus { calls: 0 };
    let result = retry(|| bus.read())
        .policy(&POLICY)
        .attempts(2)
        .on(|error| *error == "bus busy")
        .timer(Board)
        .call();
    Check::BlockingGivesUp.holds(result == Err("bus busy"))?;

    // With the defaults, up to 100 ms and then up to 200 ms, by the entropy of the board.
    let (result, waited) = Board.time(|| retry(|| None::<()>).timer(Board).call());
    let most = Duration::from_millis(100 + 200 + 2);
    Check::Jitter.holds(result.is_none() && !waited.is_zero() && waited <= most)?;

    let deadline = Duration::from_millis(100);
    let (_, took) = Board.time(|| {
        retry(|| None::<()>)
            .policy(POLICY)
            .unlimited()
            .deadline(deadline)
            .timer(Board)
            .call()
    });
    // 10 + 20 + 40 ms, and 80 ms more would be too much.
    Check::Deadline.holds(took == Duration::from_millis(10 + 20 + 40))
}

fn asynchronous() -> Result<(), Check> {
    let mut bus = Bus { calls: 0 };
    let (result, waited) =
        Board.time(|| block_on(async { POLICY.retry(|| ready(bus.read())).timer(Board).await }));
    Check::AsyncResult.holds(result == Ok(3))?;
    Check::AsyncWaits.holds(waited == Duration::from_millis(10 + 20))?;

    let hangs = || pending::<Result<(), &str>>();
    let (result, took) = Board.time(|| {
        block_on(async {
            POLICY
                .retry(hangs)
                .attempt_timeout_or(Duration::from_millis(5), |_| "hung")
                .timer(Board)
                .await
        })
    });
    Check::AsyncTimeout
        .holds(result == Err("hung") && took == Duration::from_millis(3 * 5 + 30))?;

    let report = block_on(async {
        POLICY
            .retry(|attempt: Attempt| {
                ready(if attempt.number() < 2 {
                    Err(())
                } else {
                    Ok(())
                })
            })
            .timer(Board)
            .report()
            .await
    });
    Check::Report.holds(report.attempts == 2 && report.waited == Duration::from_millis(10))
}

fn by_hand() -> Result<(), Check> {
    let mut bus = Bus { calls: 0 };
    let start = Board.now();
    let mut run = POLICY.start().timer(Board);
    let result = loop {
        let pause = match bus.read() {
            Ok(value) => break Ok(value),
            Err(error) => match run.pause(error) {
                Ok(pause) => pause,
                Err(error) => break Err(error),
            },
        };
        pause.block();
    };
    Check::LoopResult.holds(result == Ok(3))?;
    Check::LoopWaits.holds(Board.since(start) == Duration::from_millis(10 + 20))?;

    let mut run = POLICY.attempts(1).start().timer(Board);
    let is_over = run.pause("bus busy").is_err();
    Check::LoopStop.holds(is_over && run.stop_reason() == Some(StopReason::Attempts))?;

    let asked = Duration::from_millis(50);
    let mut run = POLICY.start().timer(Board);
    let pause = run.pause_as("bus busy", Verdict::RetryAfter(asked));
    let Ok(pause) = pause else {
        return Err(Check::LoopHint);
    };
    Check::LoopHint.holds(pause.delay() == asked)?;

    let ((), waited) = Board.time(|| block_on(async { pause.await }));
    Check::LoopAsync.holds(waited == asked)
}

fn stored() -> Result<(), Check> {
    let now = Duration::from_secs(1_800_000_000);
    let mut later = Later::new(now, 7);
    let next = POLICY.defer(
        &mut later,
        Failure::new(Verdict::Retry),
        Duration::ZERO,
        now,
    );
    let due = now + Duration::from_millis(10);
    Check::StoredWait.holds(next == Next::Later(due))?;

    // As columns of a table hold it.
    let mut read = Later::new(later.start(), later.seed()).resumed(2, 1, due);
    let attempt = POLICY.wake(&mut read, Duration::ZERO, due);
    Check::StoredWakes.holds(read == later && attempt.is_ok_and(|attempt| attempt.number() == 2))
}

fn checks() -> Result<(), Check> {
    blocking()?;
    asynchronous()?;
    by_hand()?;
    stored()
}

/// The C library's startup calls this.
#[unsafe(no_mangle)]
pub extern "C" fn main() -> c_int {
    match checks() {
        Ok(()) => 0,
        Err(check) => check as c_int,
    }
}

// The C library is here for its startup and to exit after a panic.
#[link(name = "c")]
unsafe extern "C" {
    safe fn exit(status: c_int) -> !;
}

#[panic_handler]
fn panicked(_: &PanicInfo) -> ! {
    exit(101)
}

/// The compiled `core` was built to unwind and refers to this symbol; with `panic = "abort"` nothing
/// calls it.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}
