use std::{fmt::Debug, time::Duration};

use http::Response;
use retry_core::{StopReason, http::HttpReport};

use crate::{Recorder, ScriptedServer, millis};

/// The record of one request: what the caller got, what the server saw, and how the run went.
#[derive(Debug)]
pub struct RequestRecord<B, E> {
    /// What the caller got.
    pub result: Result<Response<B>, E>,
    /// The attempts that the server saw, in the form of [`ScriptedServer::requests`].
    pub requests: Vec<String>,
    /// The bodies of these attempts.
    pub bodies: Vec<String>,
    /// The waits between the attempts.
    pub waits: Vec<Duration>,
    /// The events that hooks got, in the form of [`Recorder::events`].
    pub events: Vec<String>,
}

impl<B, E: Debug> RequestRecord<B, E> {
    /// Collects the record of a request that has ended.
    pub fn new(
        result: Result<Response<B>, E>,
        server: &ScriptedServer,
        recorder: &Recorder,
    ) -> Self {
        Self {
            result,
            requests: server.requests(),
            bodies: server.bodies(),
            waits: recorder.waits(),
            events: recorder.events(),
        }
    }

    /// The status of the response, if there is one.
    pub fn status(&self) -> Option<u16> {
        let response = self.result.as_ref().ok()?;
        Some(response.status().as_u16())
    }

    /// Asserts that the first attempt failed and the second succeeded, after one wait of
    /// [`HTTP`](crate::HTTP).
    ///
    /// # Panics
    ///
    /// With the row of the test's table, if that did not happen.
    #[track_caller]
    pub fn assert_repeated_once(&self, row: &str) {
        assert_eq!(self.status(), Some(200), "{row}");
        assert_eq!(self.requests.len(), 2, "{row}");
        assert_eq!(self.waits, millis([100]), "{row}");
        assert_eq!(self.report().attempts, 2, "{row}");
        assert_eq!(self.report().stop, StopReason::Accepted, "{row}");
    }

    /// The report that comes with the response.
    ///
    /// # Panics
    ///
    /// If there is no response, or no policy applied to its request.
    pub fn report(&self) -> HttpReport {
        let response = self.result.as_ref().expect("a response");
        *response.extensions().get().expect("a report")
    }
}
