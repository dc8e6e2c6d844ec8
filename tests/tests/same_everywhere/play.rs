use std::{
    fmt::{self, Write as _},
    sync::{Arc, Mutex},
    time::Duration,
};

use retry_core::{
    Budget, Event, Outcome, Policy, StopReason, Verdict, http::HttpEvent, testing::ManualClock,
};
use retry_tests::Reply;

/// Runs a play in one form.
pub(crate) type Form = fn(&Play);

/// What an attempt gets.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// In seconds.
    asks: Option<u64>,
    headers: &'static [&'static str],
}

impl Answer {
    pub(crate) const fn new(status: u16) -> Self {
        Self {
            status,
            asks: None,
            headers: &[],
        }
    }

    /// An answer that asks for a delay, and the header that says so.
    pub(crate) const fn asks(status: u16, seconds: u64, header: &'static &'static str) -> Self {
        Self {
            asks: Some(seconds),
            headers: std::slice::from_ref(header),
            ..Self::new(status)
        }
    }

    /// How a server gives it.
    pub(crate) fn reply(self) -> Reply {
        Reply::With(self.status, self.headers)
    }
}

/// The error of an operation without HTTP.
#[derive(Debug)]
pub(crate) struct Refused(Answer);

impl Refused {
    pub(crate) fn verdict(&self) -> Verdict {
        let hint = self.0.asks.map(Duration::from_secs);
        match self.0.status {
            429 => Verdict::Throttled(hint),
            _ => Verdict::retry_after(hint),
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused with {}", self.0.status)
    }
}

/// One run of a scenario: what its attempts get, and the lines that its hooks write.
#[derive(Debug)]
pub(crate) struct Play {
    pub(crate) policy: Policy,
    pub(crate) budget: Arc<Budget>,
    pub(crate) clock: ManualClock,
    pub(crate) answers: Vec<Answer>,
    next: Mutex<usize>,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Play {
    pub(crate) fn new(policy: Policy, answers: &[Answer]) -> Self {
        Self {
            policy,
            budget: Arc::new(Budget::aws().named("upstream")),
            clock: ManualClock::new(),
            answers: answers.to_vec(),
            next: Mutex::new(0),
            lines: Arc::default(),
        }
    }

    /// What the hooks have written.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.lines.lock().expect("no panic").clone()
    }

    /// An attempt without HTTP.
    pub(crate) fn attempt(&self) -> Result<u16, Refused> {
        let mut next = self.next.lock().expect("no panic");
        let answer = self.answers[*next];
        *next += 1;
        match answer.status {
            200 => Ok(200),
            _ => Err(Refused(answer)),
        }
    }

    /// A hook that writes a line for each event.
    pub(crate) fn hook<R: HasStatus>(&self, hook: &'static str) -> impl Fn(&Event<'_, R>) + use<R> {
        let lines = Arc::clone(&self.lines);
        move |event| {
            let line = Line {
                hook,
                name: event.name(),
                attempt: event.attempt(),
                status: event.outcome().expect("no hedge").status(),
                elapsed: event.elapsed(),
                next: event.delay().ok_or_else(|| event.reason()),
                hint: event.hint(),
                recovered: event.recovered(),
            };
            lines.lock().expect("no panic").push(line.text());
        }
    }

    /// The same for the requests of a client.
    pub(crate) fn http_hook(&self, hook: &'static str) -> impl Fn(&HttpEvent<'_>) + use<> {
        let lines = Arc::clone(&self.lines);
        move |event| {
            let line = Line {
                hook,
                name: event.name(),
                attempt: event.attempt(),
                status: event.status().map(|status| status.as_u16()),
                elapsed: event.elapsed(),
                next: event.delay().ok_or_else(|| event.reason()),
                hint: event.hint(),
                recovered: event.recovered(),
            };
            lines.lock().expect("no panic").push(line.text());
        }
    }
}

/// An outcome with a status.
pub(crate) trait HasStatus: Outcome {
    fn status(&self) -> Option<u16>;
}

impl HasStatus for Result<u16, Refused> {
    fn status(&self) -> Option<u16> {
        Some(
            self.as_ref()
                .map_or_else(|refused| refused.0.status, |ok| *ok),
        )
    }
}

/// The events of a loop by hand do not have the value of a success.
impl HasStatus for Result<(), Refused> {
    fn status(&self) -> Option<u16> {
        Some(
            self.as_ref()
                .map_or_else(|refused| refused.0.status, |()| 200),
        )
    }
}

impl HasStatus for reqwest::Result<reqwest::Response> {
    fn status(&self) -> Option<u16> {
        let response = self.as_ref().ok()?;
        Some(response.status().as_u16())
    }
}

struct Line {
    hook: &'static str,
    name: Option<&'static str>,
    attempt: u32,
    status: Option<u16>,
    elapsed: Duration,
    next: Result<Duration, Option<StopReason>>,
    hint: Option<Duration>,
    recovered: bool,
}

impl Line {
    /// `retry fetch #2 503 at 100ms: 200ms`: the hook, the name, the attempt, what it got, the time, and what
    /// follows.
    fn text(&self) -> String {
        let name = self.name.expect("a name");
        let status = self.status.expect("a status");
        let (hook, attempt, elapsed) = (self.hook, self.attempt, self.elapsed);
        let mut line = format!("{hook} {name} #{attempt} {status} at {elapsed:?}: ");
        let written = match self.next {
            Ok(delay) => write!(line, "{delay:?}"),
            Err(reason) => write!(line, "{}", reason.expect("a delay or a reason")),
        };
        written.expect("a text takes all");
        if let Some(hint) = self.hint {
            write!(line, ", asked for {hint:?}").expect("a text takes all");
        }
        if self.recovered {
            line += ", recovered";
        }
        line
    }
}
