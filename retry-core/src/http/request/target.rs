use http::{Uri, uri::Authority};

/// The parts of a URL that say where a request goes. [`Mounts`](crate::http::Mounts) compare them with
/// their prefixes.
///
/// Made from an `http::Uri`, and with the features `reqwest` and `reqwest-012` from a `reqwest::Url`. It has no user name, no
/// password and no query.
///
/// ```
/// use http::Uri;
/// use retry_core::http::{HttpPolicy, Mounts, Target};
///
/// let mounts = Mounts::new().mount("https://example.com", HttpPolicy::new());
/// let uri = Uri::from_static("https://example.com:443/?page=2");
/// assert!(mounts.find(Target::from(&uri)).is_some());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Target<'u> {
    pub(in crate::http) scheme: Option<&'u str>,
    pub(in crate::http) host: Option<&'u str>,
    /// The given port, or the default port of the scheme.
    pub(in crate::http) port: Option<u16>,
    pub(in crate::http) path: &'u str,
}

impl<'u> Target<'u> {
    pub(in crate::http) fn new(
        scheme: Option<&'u str>,
        host: Option<&'u str>,
        port: Option<u16>,
        path: &'u str,
    ) -> Self {
        Self {
            scheme,
            host,
            port: port.or_else(|| default_port(scheme?)),
            path,
        }
    }

    /// Whether the path has `.` or `..` segments, which a server may resolve to another path. Not every
    /// client resolves them before it sends the request.
    pub(in crate::http) fn has_dot_segments(&self) -> bool {
        self.path.split('/').any(is_dots)
    }
}

impl<'u> From<&'u Uri> for Target<'u> {
    fn from(uri: &'u Uri) -> Self {
        let origin = uri.authority().and_then(host_and_port);
        Self::new(
            uri.scheme_str(),
            origin.map(|(host, _)| host),
            origin.and_then(|(_, port)| port),
            uri.path(),
        )
    }
}

/// `None` if the port is not a number. The `http` crate accepts any text as the port and then reports
/// none, which would mean the default port of the scheme.
fn host_and_port(authority: &Authority) -> Option<(&str, Option<u16>)> {
    let host = authority.host();
    let (_, origin) = authority
        .as_str()
        .rsplit_once('@')
        .unwrap_or(("", authority.as_str()));
    match origin.strip_prefix(host)?.strip_prefix(':') {
        None | Some("") => Some((host, None)),
        Some(port) => Some((host, Some(port.parse().ok()?))),
    }
}

/// The default ports of RFC 9110, 4.2.
fn default_port(scheme: &str) -> Option<u16> {
    if scheme.eq_ignore_ascii_case("http") {
        Some(80)
    } else if scheme.eq_ignore_ascii_case("https") {
        Some(443)
    } else {
        None
    }
}

/// `.` or `..`, plain or percent-encoded.
fn is_dots(segment: &str) -> bool {
    let mut rest = segment;
    let mut dots = 0;
    while let Some(shorter) = [".", "%2e", "%2E"]
        .into_iter()
        .find_map(|dot| rest.strip_prefix(dot))
    {
        rest = shorter;
        dots += 1;
    }
    rest.is_empty() && (1..=2).contains(&dots)
}
