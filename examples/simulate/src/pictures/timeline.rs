use std::{cell::RefCell, rc::Rc, time::Duration};

use retry_core::{
    Backoff, Event, Jitter, Policy, Verdict, retry,
    time::{AsyncTimer, Clock},
};

use crate::{
    chart::Chart,
    svg::{Anchor, Svg},
    world::World,
};

const DEADLINE: Duration = Duration::from_secs(6);

const POLICY: Policy = Policy::new()
    .attempts(8)
    .backoff(Backoff::exponential(Duration::from_millis(300)))
    .jitter(Jitter::Equal)
    .deadline(DEADLINE)
    .seed(4);

const TIMEOUT: Duration = Duration::from_secs(1);
const HINT: Duration = Duration::from_secs(2);

/// What an attempt does: for how long it runs, what becomes of it, and its label.
const ATTEMPTS: [(u64, Failure, &str); 4] = [
    (200, Failure::Status(503), "503"),
    (9_000, Failure::Status(503), "cut at 1 s"),
    (200, Failure::Throttled, "429"),
    (250, Failure::Status(503), "503"),
];

#[derive(Clone, Copy)]
enum Failure {
    Status(u16),
    Throttled,
    TimedOut,
}

impl From<retry_core::TimedOut> for Failure {
    fn from(_: retry_core::TimedOut) -> Self {
        Self::TimedOut
    }
}

impl Failure {
    fn verdict(self) -> Verdict {
        match self {
            Self::Status(500..) | Self::TimedOut => Verdict::Retry,
            Self::Status(_) => Verdict::Stop,
            Self::Throttled => Verdict::retry_after(HINT),
        }
    }
}

/// What happened, in order.
#[derive(Default)]
struct Log {
    begins: Vec<Duration>,
    /// The end of each attempt that was retried, the wait, and whether the callee asked for one.
    waits: Vec<(Duration, Duration, bool)>,
    /// When it stopped, and why.
    end: Option<(Duration, String)>,
}

/// One run.
pub(super) fn draw() -> String {
    let log = run();
    let mut svg = Svg::new(
        "timeline",
        "One run: a failure, an attempt that its timeout cuts, a delay that the server asks for, and the deadline",
        720,
        240,
    );
    let chart = Chart {
        left: 30.0,
        top: 56.0,
        width: 660.0,
        height: 120.0,
        most_x: 7.0,
        most_y: 1.0,
    };
    chart.x_axis(&mut svg, 1.0, " s");
    let x = |time: Duration| chart.x(time.as_secs_f64());
    for (index, (began, (_, _, label))) in log.begins.iter().zip(ATTEMPTS).enumerate() {
        let (end, class) = match log.waits.get(index) {
            Some((end, ..)) => (*end, "b"),
            None => (log.end.as_ref().map_or(*began, |end| end.0), "d"),
        };
        let width = (x(end) - x(*began)).max(2.0);
        svg.rects(class, [[x(*began), 90.0, width, 28.0]]);
        let middle = x(*began) + width / 2.0;
        svg.text((middle, 84.0), Anchor::Middle, "h", label);
        let number = format!("{}", index + 1);
        svg.text((middle, 136.0), Anchor::Middle, "m", &number);
    }
    svg.text((30.0, 24.0), Anchor::Start, "h b", "attempts");
    svg.text((110.0, 24.0), Anchor::Start, "h a", "waits");
    for (end, wait, is_hint) in &log.waits {
        let (from, to) = (x(*end), x(*end + *wait));
        svg.line("la", [(from, 104.0), (to, 104.0)]);
        let label = format!("{:.2} s", wait.as_secs_f64());
        let middle = f64::midpoint(from, to);
        svg.text((middle, 154.0), Anchor::Middle, "m", &label);
        if *is_hint {
            svg.text((middle, 96.0), Anchor::Middle, "m", "asked for 2 s");
        }
    }
    chart.mark_x(&mut svg, DEADLINE.as_secs_f64(), "deadline");
    if let Some((end, reason)) = &log.end {
        svg.line(
            "e",
            [(x(*end), 104.0), (x(Duration::from_millis(6_900)), 104.0)],
        );
        let text = format!("The next wait would pass the deadline, so the run stops now: {reason}");
        svg.text((690.0, 224.0), Anchor::End, "m", &text);
    }
    svg.finish()
}

fn run() -> Log {
    let world = World::new(1);
    let log = Rc::new(RefCell::new(Log::default()));
    let (task_world, task_log) = (world.clone(), Rc::clone(&log));
    world.spawn_at(Duration::ZERO, async move {
        let (world, log) = (&task_world, &task_log);
        let call = async || {
            let index = log.borrow().begins.len();
            log.borrow_mut().begins.push(world.now());
            let (takes, failure, _) = ATTEMPTS[index];
            world.sleep(Duration::from_millis(takes)).await;
            Err::<(), _>(failure)
        };
        let report = retry(call)
            .policy(POLICY)
            .attempt_timeout(TIMEOUT)
            .on(|failure: &Failure| failure.verdict())
            .on_retry(|event: &Event<'_, Result<(), Failure>>| {
                let wait = event.delay().unwrap_or_default();
                let waits = &mut log.borrow_mut().waits;
                waits.push((world.now(), wait, event.hint().is_some()));
            })
            .timer(world)
            .report()
            .await;
        log.borrow_mut().end = Some((world.now(), report.stop.to_string()));
    });
    world.run_until(Duration::MAX, |_| {});
    log.take()
}
