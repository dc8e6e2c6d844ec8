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
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // Parsing can only fail because the number is too large.
    Some(text.parse().unwrap_or(u64::MAX))
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
