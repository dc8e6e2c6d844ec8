//! The middleware of reqwest, over real sockets: for each row the exact requests that the server saw,
//! and the exact waits.

mod beside;
mod gate;
mod hints;
mod pool;
mod rules;
mod scope;
mod session;
mod told;

use reqwest_middleware::RequestBuilder;

fn as_it_is(request: RequestBuilder) -> RequestBuilder {
    request
}

fn with_order(request: RequestBuilder) -> RequestBuilder {
    request.body("order")
}
