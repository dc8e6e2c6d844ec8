use std::net::{IpAddr, Ipv4Addr};

use async_trait::async_trait;
use http::{Extensions, Method};
use reqwest::{Request, Response, redirect};
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware, Middleware, Next};
use retry_core::http::ClientError as _;

use crate::{
    async_calls::Client,
    call::{ATTEMPT, CONNECT, Call, End, Kind, Site, Target},
    observer::Observer,
    request::body_of,
};

/// An address for documentation (RFC 5737), which no system has.
pub(crate) const NOT_OURS: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);

/// reqwest with its middleware.
pub(crate) struct ReqwestClient {
    site: Site,
    usual: ClientWithMiddleware,
    without_address: ClientWithMiddleware,
}

impl ReqwestClient {
    pub(crate) fn new(site: &Site, observer: &Observer) -> Self {
        let client = |local: Option<IpAddr>| {
            let builder = reqwest::Client::builder().no_proxy();
            let builder = builder.redirect(redirect::Policy::none());
            let builder = builder.timeout(ATTEMPT).connect_timeout(CONNECT);
            let client = builder.local_address(local).build().expect("a client");
            ClientBuilder::new(client)
                .with(observer.retry(site))
                .with(CountsResends(observer.clone()))
                .build()
        };
        Self {
            site: site.clone(),
            usual: client(None),
            without_address: client(Some(NOT_OURS.into())),
        }
    }
}

impl Client for ReqwestClient {
    async fn send(&self, call: Call) -> End {
        let client = match call.target {
            Target::NoAddress => &self.without_address,
            Target::Server | Target::Refused => &self.usual,
        };
        let url = self.site.url(call);
        let request = match call.kind {
            Kind::Get => client.request(Method::GET, url),
            Kind::Keyed | Kind::Plain => {
                client.request(Method::POST, url).body(body_of(call.number))
            }
        };
        match request.send().await {
            Ok(response) => {
                let status = response.status().as_u16();
                End::answered(call, status, response.text().await.ok().as_deref())
            }
            Err(error) => End::Failed(error.failure_kind()),
        }
    }
}

struct CountsResends(Observer);

#[async_trait]
impl Middleware for CountsResends {
    async fn handle(
        &self,
        request: Request,
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> reqwest_middleware::Result<Response> {
        self.0.count_resends(extensions);
        next.run(request, extensions).await
    }
}
