use core::{error::Error, fmt};
use std::{borrow::ToOwned, string::String};

use http::{Uri, uri::Scheme};

use crate::http::request::Target;

/// The beginning of URLs, parsed so that it is compared part by part: a host matches only the whole host,
/// a path segment only the whole segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Prefix {
    scheme: Option<String>,
    host: Option<String>,
    /// The given port, or the default port of the scheme; `None` without a host.
    port: Option<u16>,
    /// Empty for every path.
    path: String,
}

impl Prefix {
    pub(super) fn parse(text: &str) -> Result<Self, InvalidPrefix> {
        let refuse = |reason| {
            Err(InvalidPrefix {
                text: text.to_owned(),
                reason,
            })
        };
        if text.contains(['?', '#']) {
            return refuse("a prefix ends with its path");
        }
        if text.is_empty() || text.starts_with('/') {
            return Ok(Self {
                scheme: None,
                host: None,
                port: None,
                path: text.to_owned(),
            });
        }
        let Some((scheme, rest)) = text.split_once("://") else {
            return refuse("write the scheme: `https://` and a host, `https://` alone, or a path");
        };
        if scheme.is_empty() || Scheme::try_from(scheme).is_err() {
            return refuse("its scheme is not one");
        }
        let scheme = scheme.to_ascii_lowercase();
        if rest.is_empty() {
            return Ok(Self {
                scheme: Some(scheme),
                host: None,
                port: None,
                path: String::new(),
            });
        }
        let authority = rest.split('/').next().unwrap_or_default();
        if authority.contains('@') {
            return refuse("user names have no part in a prefix");
        }
        if authority.contains('*') {
            return refuse("hosts are compared whole: mount each one");
        }
        let no_url = "it is not the beginning of a URL";
        let Ok(uri) = text.parse::<Uri>() else {
            return refuse(no_url);
        };
        let target = Target::from(&uri);
        match target.host {
            None | Some("") => refuse(no_url),
            Some(host) => Ok(Self {
                scheme: Some(scheme),
                host: Some(host.to_ascii_lowercase()),
                port: target.port,
                path: target.path.to_owned(),
            }),
        }
    }

    /// How specific it is: of two prefixes of a URL, the greater rank wins.
    pub(super) fn rank(&self) -> (bool, bool, usize) {
        (self.scheme.is_some(), self.host.is_some(), self.path.len())
    }

    pub(super) fn matches(&self, url: &Target<'_>) -> bool {
        self.matches_origin(url) && self.matches_path(url)
    }

    fn matches_origin(&self, url: &Target<'_>) -> bool {
        match (&self.scheme, &self.host) {
            // A prefix without a scheme is for URLs that are only a path.
            (None, _) => self.path.is_empty() || url.scheme.is_none() && url.host.is_none(),
            (Some(scheme), None) => is_same(scheme, url.scheme),
            (Some(scheme), Some(host)) => {
                is_same(scheme, url.scheme) && is_same(host, url.host) && self.port == url.port
            }
        }
    }

    fn matches_path(&self, url: &Target<'_>) -> bool {
        if matches!(self.path.as_str(), "" | "/") {
            return true;
        }
        if url.has_dot_segments() {
            return false;
        }
        match url.path.strip_prefix(&self.path) {
            Some(rest) => self.path.ends_with('/') || rest.is_empty() || rest.starts_with('/'),
            None => false,
        }
    }
}

fn is_same(own: &str, other: Option<&str>) -> bool {
    other.is_some_and(|other| own.eq_ignore_ascii_case(other))
}

/// The error for a text that is not a prefix of URLs, or that is mounted already; see
/// [`Mounts::try_mount`](crate::http::Mounts::try_mount).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidPrefix {
    text: String,
    reason: &'static str,
}

impl InvalidPrefix {
    pub(super) fn already_mounted(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            reason: "it is mounted already",
        }
    }
}

impl fmt::Display for InvalidPrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "prefix {:?}: {}", self.text, self.reason)
    }
}

impl Error for InvalidPrefix {}
