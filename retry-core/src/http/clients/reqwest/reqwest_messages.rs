use std::string::{String, ToString};

use http::{HeaderMap, Method, StatusCode};
use reqwest::{Request, Response, Url};

use crate::http::request::{HttpRequest, Target};
use crate::http::response::HttpResponse;

impl HttpResponse for Response {
    fn status(&self) -> StatusCode {
        self.status()
    }

    fn headers(&self) -> &HeaderMap {
        self.headers()
    }
}

impl HttpRequest for Request {
    fn method(&self) -> &Method {
        self.method()
    }

    fn target(&self) -> Target<'_> {
        self.url().into()
    }

    fn url_text(&self) -> String {
        self.url().to_string()
    }

    fn headers(&self) -> &HeaderMap {
        self.headers()
    }

    fn headers_mut(&mut self) -> &mut HeaderMap {
        self.headers_mut()
    }
}

impl<'u> From<&'u Url> for Target<'u> {
    fn from(url: &'u Url) -> Self {
        Self::new(Some(url.scheme()), url.host_str(), url.port(), url.path())
    }
}
