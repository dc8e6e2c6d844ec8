//! HTTP policies with reqwest and ureq and without an adapter, over real sockets, by the requests that
//! the server saw and the exact waits.

mod attribute;
mod call_retry;
mod client_call;
mod client_errors;
mod each_reqwest;
mod hints;
mod never_sent;
mod own_error;
mod raise_on_status;
mod redirects;
mod rejected_responses;
mod repeatable_requests;
mod unclear_failures;
mod unprocessed_streams;
mod way;
mod wrapped_errors;
