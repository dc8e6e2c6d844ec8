use std::{
    string::{String, ToString},
    vec::Vec,
};

use http::{HeaderMap, Method, StatusCode};
// Both versions have the `Url` of the same crate.
#[cfg(feature = "reqwest")]
use reqwest::Url;
#[cfg(not(feature = "reqwest"))]
use reqwest_012::Url;

use crate::http::{
    failure::ReadBody,
    request::{HttpRequest, Target},
    response::HttpResponse,
};

/// For one version of reqwest: each has types of its own, with the same methods.
macro_rules! messages_of {
    ($reqwest:ident) => {
        // Messages would show the macro and not the type.
        #[diagnostic::do_not_recommend]
        impl HttpResponse for $reqwest::Response {
            fn status(&self) -> StatusCode {
                self.status()
            }

            fn headers(&self) -> &HeaderMap {
                self.headers()
            }

            fn final_url(&self) -> Option<String> {
                Some(self.url().to_string())
            }
        }

        impl ReadBody for $reqwest::Response {
            async fn read_start(mut self, limit: usize) -> Vec<u8> {
                let mut start = Vec::new();
                while start.len() < limit {
                    match self.chunk().await {
                        Ok(Some(chunk)) => start.extend_from_slice(&chunk),
                        Ok(None) | Err(_) => break,
                    }
                }
                start
            }
        }

        impl HttpRequest for $reqwest::Request {
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
    };
}

#[cfg(feature = "reqwest")]
messages_of!(reqwest);
#[cfg(feature = "reqwest-012")]
messages_of!(reqwest_012);

impl<'u> From<&'u Url> for Target<'u> {
    fn from(url: &'u Url) -> Self {
        Self::new(Some(url.scheme()), url.host_str(), url.port(), url.path())
    }
}
