use core::error::Error;

use crate::{
    http::{
        failure::{AnyError, FailureKind},
        gate::Gate,
        response::{Answer, HttpResponse},
    },
    outcome::Unset,
    time::Clock,
};

/// What learns from the answers of a call: a gate, or nothing.
pub trait Learns {
    /// Learns from an answer, if there is one.
    fn learn(&self, answer: impl FnOnce() -> Option<Answer>);

    /// Learns from a response or an error.
    fn learn_from<R, E, M>(&self, outcome: &Result<R, E>)
    where
        R: HttpResponse,
        E: AnyError<M>,
    {
        match outcome {
            Ok(response) => {
                self.learn(|| Some(Answer::of(response.status(), response.headers())));
            }
            Err(error) => self.learn_from_error(error.as_error()),
        }
    }

    /// Learns from an error that contains an answer.
    fn learn_from_error(&self, error: &(dyn Error + 'static)) {
        self.learn(|| match FailureKind::of(error) {
            FailureKind::Answered(answer) => Some(answer),
            _ => None,
        });
    }
}

impl Learns for Unset {
    fn learn(&self, _: impl FnOnce() -> Option<Answer>) {}
}

/// A gate, and the timer to wait there with.
#[derive(Clone, Copy, Debug)]
pub struct AtGate<'g, T> {
    pub(super) gate: &'g Gate,
    pub(super) timer: T,
}

impl<T: Clock> Learns for AtGate<'_, T> {
    fn learn(&self, answer: impl FnOnce() -> Option<Answer>) {
        if let Some(answer) = answer() {
            self.gate.learn_at(&answer, &self.timer);
        }
    }
}
