use http::{HeaderMap, StatusCode};
use retry_core::{
    Verdict,
    http::{Answer, Call},
};

use crate::Reply;

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
