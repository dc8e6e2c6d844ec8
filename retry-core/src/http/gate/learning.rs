use core::error::Error;

use super::gate::Gate;
use crate::{
    http::{
        failure::{AnyError, FailureKind},
        response::HttpResponse,
    },
    outcome::IntoVerdict,
    time::DefaultTimer,
};

/// Judges that learn from what they judge.
impl Gate {
    /// A judge for `on_outcome` that learns from each outcome and leaves the verdict to another judge. It
    /// learns from errors too: an error of [`check`](crate::http::check) contains the answer. A verdict of
    /// [`Throttled`](crate::Verdict::Throttled) also closes the gate, for its delay or for
    /// [`unhinted`](Self::unhinted): a judge of your own may know of limits that no header tells.
    ///
    /// ```
    /// # use http::{Method, Response};
    /// # use retry_core::{http::{Gate, HttpPolicy}, retry};
    /// const HTTP: HttpPolicy = HttpPolicy::new();
    /// static GATE: Gate = Gate::new();
    ///
    /// # let mut send = || Response::builder().status(200).body(());
    /// let response = retry(|| {
    ///     GATE.block();
    ///     send()
    /// })
    /// .attempts(5)
    /// .on_outcome(GATE.learning(HTTP.call(Method::GET).judge()))
    /// .call();
    /// assert!(response.is_ok());
    /// ```
    pub fn learning<J, R, E, V, M>(
        &self,
        judge: J,
    ) -> impl Fn(&Result<R, E>) -> V + use<'_, J, R, E, V, M>
    where
        J: Fn(&Result<R, E>) -> V,
        R: HttpResponse,
        E: AnyError<M>,
        V: IntoVerdict + Copy,
    {
        move |outcome| {
            let verdict = judge(outcome);
            match outcome {
                Ok(response) => {
                    self.learn(response);
                    self.learn_verdict(verdict.on_value(), &DefaultTimer);
                }
                Err(error) => {
                    self.learn_from_error(error.as_error());
                    self.learn_verdict(verdict.on_error(), &DefaultTimer);
                }
            }
            verdict
        }
    }

    /// The same for `on`, with a judge of errors. It learns nothing from successful calls.
    pub fn learning_from_errors<J, E, V, M>(
        &self,
        judge: J,
    ) -> impl Fn(&E) -> V + use<'_, J, E, V, M>
    where
        J: Fn(&E) -> V,
        E: AnyError<M>,
        V: IntoVerdict + Copy,
    {
        move |error| {
            let verdict = judge(error);
            self.learn_from_error(error.as_error());
            self.learn_verdict(verdict.on_error(), &DefaultTimer);
            verdict
        }
    }

    fn learn_from_error(&self, error: &(dyn Error + 'static)) {
        if let FailureKind::Answered(answer) = FailureKind::of(error) {
            self.learn_at(&answer, &DefaultTimer);
        }
    }
}
