use core::time::Duration;

use crate::driver::StopReason;

/// How a request got its response. The adapters put it into the extensions of the response, also when the
/// first attempt succeeded.
///
/// ```
/// use retry_core::{StopReason, http::HttpReport};
///
/// fn log<B>(response: &http::Response<B>) {
///     match response.extensions().get::<HttpReport>() {
///         None => println!("nothing is mounted there"),
///         Some(report) if report.stop == StopReason::Accepted => println!("{}", report.attempts),
///         // `HintTooLong` contains the delay that the server asked for.
///         Some(report) => println!("gave up: {}", report.stop),
///     }
/// }
/// # log(&http::Response::new(()));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HttpReport {
    /// Attempts made, the first included.
    pub attempts: u32,
    /// The time from the start of the first attempt to the answer of the last.
    pub elapsed: Duration,
    /// How much of that was waiting: between attempts, and at a [gate](crate::http::Gate).
    pub waited: Duration,
    /// Why there was no further attempt.
    pub stop: StopReason,
}
