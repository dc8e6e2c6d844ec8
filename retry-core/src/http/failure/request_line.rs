use core::fmt;
use std::{borrow::ToOwned as _, string::String};

use http::Method;

/// The request of an error, for its message: the method if it is known, and the URL without what may be
/// secret: user name, password, query and fragment.
#[derive(Debug)]
pub(super) struct RequestLine {
    method: Option<Method>,
    url: String,
}

impl RequestLine {
    pub(super) fn new(method: Option<Method>, url: &str) -> Self {
        let url = without_secrets(url);
        Self { method, url }
    }
}

impl fmt::Display for RequestLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.method {
            Some(method) => write!(f, "{method} {}", self.url),
            None => f.write_str(&self.url),
        }
    }
}

fn without_secrets(url: &str) -> String {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let mut shown = String::with_capacity(url.len());
    shown += scheme;
    shown += "://";
    shown += host;
    shown += path;
    shown
}
