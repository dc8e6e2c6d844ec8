use core::time::Duration;

use http::{HeaderMap, HeaderName};

/// The values of a header that are text, without the white space around them.
pub(super) fn values<'h>(
    headers: &'h HeaderMap,
    name: &HeaderName,
) -> impl Iterator<Item = &'h str> + use<'h> {
    headers
        .get_all(name)
        .into_iter()
        .filter_map(|value| core::str::from_utf8(value.as_bytes()).ok())
        .map(|text| text.trim_matches([' ', '\t']))
}

/// A number of ASCII digits only: no sign, no fraction. It saturates.
pub(super) fn whole_number(text: &str) -> Option<u64> {
    if text.is_empty() || !is_digits(text) {
        return None;
    }
    // Parsing can only fail because the number is too large.
    Some(text.parse().unwrap_or(u64::MAX))
}

/// A number of ASCII digits with at most one point, as if it were of seconds. It saturates, and is
/// rounded up to a nanosecond.
pub(super) fn decimal(text: &str) -> Option<Duration> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if !is_digits(whole) || !is_digits(fraction) || whole.len() + fraction.len() == 0 {
        return None;
    }
    let seconds = whole_number(whole).unwrap_or(0);
    let (kept, cut) = fraction.split_at(fraction.len().min(9));
    let nanos = kept
        .bytes()
        .chain(core::iter::repeat(b'0'))
        .take(9)
        .fold(0, |nanos, digit| nanos * 10 + u64::from(digit - b'0'));
    let rounding = u64::from(cut.bytes().any(|digit| digit != b'0'));
    Some(Duration::from_secs(seconds).saturating_add(Duration::from_nanos(nanos + rounding)))
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Splits a structured field (RFC 9651) at a separator, except inside of quoted strings.
pub(super) fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    text.split(move |c| {
        let ends = c == separator && !is_quoted;
        if c == '"' && !is_escaped {
            is_quoted = !is_quoted;
        }
        is_escaped = is_quoted && c == '\\' && !is_escaped;
        ends
    })
}
