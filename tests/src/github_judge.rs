use std::fmt::Debug;

use http::{HeaderMap, StatusCode};
use retry_core::{
    StopReason, Verdict,
    http::{Answer, Call, HttpPolicy},
};

use crate::{HTTP, Reply, RequestRecord, millis, secs};

/// A judge as GitHub wants it: its 403 says that a limit is used up, or that the caller lacks a permission.
/// The rules decide about all other answers.
#[must_use]
pub fn github_judge(call: Call<'_>, status: StatusCode, headers: &HeaderMap) -> Verdict {
    let is_limit = headers
        .get("x-ratelimit-remaining")
        .is_some_and(|left| left == "0");
    match status {
        StatusCode::FORBIDDEN if is_limit => {
            Verdict::Throttled(Answer::of(status, headers).retry_after())
        }
        _ => call.verdict(status, headers),
    }
}

/// GitHub's answer to a caller whose limit is used up.
pub const GITHUB_LIMIT: Reply = Reply::With(403, &["x-ratelimit-remaining: 0", "retry-after: 7"]);

/// Asserts that a client with the [`github_judge`] asks it before the rules. `play` sends a GET under this
/// policy to a server with this script.
///
/// # Panics
///
/// If it does not.
#[track_caller]
pub fn assert_asked_before_the_rules<B, E: Debug>(
    play: impl Fn(&HttpPolicy, &[Reply]) -> RequestRecord<B, E>,
) {
    let ran = play(
        &HTTP,
        &[GITHUB_LIMIT, Reply::Status(503), Reply::Status(200)],
    );
    assert_eq!(ran.status(), Some(200));
    assert_eq!(ran.waits, [secs([7])[0], millis([100])[0]]);

    // Without a permission, the 403 is final.
    let ran = play(&HTTP, &[Reply::Status(403)]);
    assert_eq!(ran.status(), Some(403));
    assert_eq!(ran.report().stop, StopReason::Accepted);

    let ran = play(&HTTP, &[GITHUB_LIMIT; 3]);
    assert_eq!(ran.status(), Some(403));
    assert_eq!(ran.report().stop, StopReason::Attempts);
}
