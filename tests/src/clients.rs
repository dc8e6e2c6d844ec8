/// A client of reqwest that asks no proxy.
///
/// # Panics
///
/// If the system gives a client no TLS or resolver.
#[cfg(feature = "reqwest")]
#[must_use]
pub fn reqwest_client() -> reqwest::Client {
    let builder = reqwest::Client::builder().no_proxy();
    builder.build().expect("a client")
}

/// The same of reqwest 0.12.
///
/// # Panics
///
/// If the system gives a client no TLS or resolver.
#[cfg(feature = "reqwest-012")]
#[must_use]
pub fn reqwest_012_client() -> reqwest_012::Client {
    let builder = reqwest_012::Client::builder().no_proxy();
    builder.build().expect("a client")
}

/// An agent of ureq that asks no proxy and returns every response, whatever its status.
#[cfg(feature = "ureq")]
#[must_use]
pub fn ureq_agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder();
    config
        .http_status_as_error(false)
        .proxy(None)
        .build()
        .into()
}
