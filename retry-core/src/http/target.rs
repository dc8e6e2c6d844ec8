use http::{Uri, uri::Authority};

/// The parts of a URL that say where a request goes: what [`Mounts`](super::Mounts) look at.
///
/// Made from an `http::Uri`, with feature `reqwest` from a `reqwest::Url`. User names, passwords and
/// queries have no part in it.
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
    pub(super) scheme: Option<&'u str>,
    pub(super) host: Option<&'u str>,
    /// Given or the scheme's own.
    pub(super) port: Option<u16>,
    pub(super) path: &'u str,
}

impl<'u> Target<'u> {
    pub(super) fn new(
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

    /// Whether a server may take the path for another one: it has segments that go up or nowhere, and
    /// no client needs to have resolved them.
    pub(super) fn has_dot_segments(&self) -> bool {
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

#[cfg(feature = "reqwest")]
impl<'u> From<&'u reqwest::Url> for Target<'u> {
    fn from(url: &'u reqwest::Url) -> Self {
        Self::new(Some(url.scheme()), url.host_str(), url.port(), url.path())
    }
}

/// None where the port is not one. `http` takes any text for it, and then has no port, which would be
/// the scheme's own.
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

/// RFC 9110, 4.2.
fn default_port(scheme: &str) -> Option<u16> {
    if scheme.eq_ignore_ascii_case("http") {
        Some(80)
    } else if scheme.eq_ignore_ascii_case("https") {
        Some(443)
    } else {
        None
    }
}

/// `.` or `..`, as they are or percent-encoded.
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
