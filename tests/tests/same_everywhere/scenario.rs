use std::time::Duration;

use retry_core::Policy;
use retry_tests::{logged, recorded, status};

use crate::{
    forms::FORMS,
    http_forms::{ADAPTERS, CALLS},
    play::{Answer, Form, Play},
    tower_forms::SERVICES,
};

/// What happens to a run, and what is to be seen of it.
pub(crate) struct Scenario {
    pub(crate) policy: Policy,
    pub(crate) answers: Vec<Answer>,
    /// What the hooks write.
    pub(crate) lines: Vec<String>,
    /// The events of `tracing`, without the error.
    pub(crate) events: Vec<String>,
    pub(crate) metrics: Vec<String>,
    pub(crate) waits: Vec<Duration>,
    /// What is left of 500 tokens.
    pub(crate) available: f64,
}

/// How the events of a family of forms show that an attempt got this status.
type ShowsError = fn(u16) -> String;

/// The forms by families.
const FAMILIES: [(&[(&str, Form)], ShowsError); 4] = [
    (FORMS, shows_refused),
    (SERVICES, shows_refused),
    // A rejected response is a value of the run.
    (CALLS, |_| String::new()),
    (ADAPTERS, |code| {
        format!(" error.type=\"{code}\" error={}", status(code))
    }),
];

fn shows_refused(status: u16) -> String {
    format!(" error.type=\"same_everywhere::play::Refused\" error=refused with {status}")
}

impl Scenario {
    /// Plays it in each form.
    #[track_caller]
    pub(crate) fn assert_same_everywhere(&self) {
        for (forms, shows_error) in FAMILIES {
            for (name, form) in forms {
                self.assert_played_by(*form, name, shows_error);
            }
        }
    }

    #[track_caller]
    fn assert_played_by(&self, form: Form, name: &str, shows_error: ShowsError) {
        let play = Play::new(self.policy, &self.answers);
        let mut metrics = Vec::new();
        let events = logged(|| metrics = recorded(|| form(&play)));
        assert_eq!(play.lines(), self.lines, "{name}");
        assert_eq!(play.clock.waits(), self.waits, "{name}");
        assert_eq!(play.budget.available(), self.available, "{name}");

        let is_traced = cfg!(feature = "tracing");
        let (events, errors): (Vec<_>, Vec<_>) = events.iter().map(|line| split(line)).unzip();
        assert_eq!(events, only_if(is_traced, &self.events), "{name}");
        let failed = self.answers.iter().filter(|answer| answer.status != 200);
        let mut shown: Vec<_> = failed.map(|answer| shows_error(answer.status)).collect();
        if self.recovers() {
            shown.push(String::new());
        }
        assert_eq!(errors, only_if(is_traced, &shown), "{name}");
        let is_measured = cfg!(feature = "metrics");
        assert_eq!(metrics, only_if(is_measured, &self.metrics), "{name}");
    }

    /// Whether the run has an event for its success.
    fn recovers(&self) -> bool {
        self.answers.len() > 1 && self.answers.last().is_some_and(|last| last.status == 200)
    }
}

/// An event without the error, and the error.
fn split(line: &str) -> (&str, &str) {
    line.split_at(line.find(" error.type=").unwrap_or(line.len()))
}

fn only_if(is_on: bool, lines: &[String]) -> &[String] {
    if is_on { lines } else { &[] }
}
