use std::string::String;

use http::Method;

/// Where a response comes from, in its extensions: put there by what has seen request and response.
#[derive(Clone, Debug)]
pub(in crate::http) struct Origin {
    pub(in crate::http) method: Method,
    /// The URL after all redirects.
    pub(in crate::http) url: String,
    pub(in crate::http) was_redirected: bool,
}
