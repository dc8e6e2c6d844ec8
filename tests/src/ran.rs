use std::{fmt::Debug, time::Duration};

use http::Response;
use retry_core::{StopReason, http::HttpReport};

use crate::{Recorder, ScriptedServer, millis};

/// What came of one request: what the caller was given, what the server has seen, and what was recorded.
#[derive(Debug)]
pub struct Ran<B, E> {
    /// What the caller was given.
    pub sent: Result<Response<B>, E>,
    /// The requests, as [`ScriptedServer::requests`] tells them.
    pub requests: Vec<String>,
    /// The bodies of these requests.
    pub bodies: Vec<String>,
    /// The waits between them.
    pub waits: Vec<Duration>,
    /// What hooks were told.
    pub log: Vec<String>,
}

impl<B, E: Debug> Ran<B, E> {
    /// Gathers it when the request has come to its end.
    pub fn new(sent: Result<Response<B>, E>, server: &ScriptedServer, recorder: &Recorder) -> Self {
        Self {
            sent,
            requests: server.requests(),
            bodies: server.bodies(),
            waits: recorder.waits(),
            log: recorder.log(),
        }
    }

    /// The status, if there is a response.
    pub fn status(&self) -> Option<u16> {
        let response = self.sent.as_ref().ok()?;
        Some(response.status().as_u16())
    }

    /// Fails unless the second attempt succeeded, after the one wait of [`HTTP`](crate::HTTP).
    ///
    /// # Panics
    ///
    /// With the row of the test's table, when it did not.
    #[track_caller]
    pub fn assert_repeated_once(&self, row: &str) {
        assert_eq!(self.status(), Some(200), "{row}");
        assert_eq!(self.requests.len(), 2, "{row}");
        assert_eq!(self.waits, millis([100]), "{row}");
        assert_eq!(self.report().attempts, 2, "{row}");
        assert_eq!(self.report().stop, StopReason::Accepted, "{row}");
    }

    /// The report, which comes with the response.
    ///
    /// # Panics
    ///
    /// When there is no response, or none that was retried.
    pub fn report(&self) -> HttpReport {
        let response = self.sent.as_ref().expect("a response");
        *response.extensions().get().expect("a report")
    }
}
