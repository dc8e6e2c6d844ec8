use axum::http::StatusCode;

/// An answer of the receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    /// In seconds.
    pub(crate) retry_after: Option<u64>,
}

impl Answer {
    /// The answer to this call, counted from 1, in a script such as `503,503+2,200`. What is no status is 400.
    pub(crate) fn in_script(script: &str, number: u32) -> Self {
        let index = usize::try_from(number - 1).unwrap_or(usize::MAX);
        let mut answers = script.split(',');
        let last = script.rsplit(',').next().unwrap_or_default();
        let answer = answers.nth(index).unwrap_or(last);
        let (status, retry_after) = match answer.split_once('+') {
            Some((status, seconds)) => (status, seconds.parse().ok()),
            None => (answer, None),
        };
        Self {
            status: status.parse().unwrap_or(StatusCode::BAD_REQUEST),
            retry_after,
        }
    }
}

impl From<StatusCode> for Answer {
    fn from(status: StatusCode) -> Self {
        Self {
            status,
            retry_after: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_repeats_its_last_answer() {
        let answers = [1, 2, 3, 4].map(|number| Answer::in_script("503,429+2,200", number));
        let statuses = answers.map(|answer| answer.status.as_u16());
        assert_eq!(statuses, [503, 429, 200, 200]);
        let hints = answers.map(|answer| answer.retry_after);
        assert_eq!(hints, [None, Some(2), None, None]);
        assert_eq!(Answer::in_script("tea", 1).status, 400);
    }
}
