use http::Method;
use retry_core::{
    http::{HttpError, HttpPolicy},
    retry_block,
};

const HTTP: HttpPolicy = HttpPolicy::new();

fn main() {
    let fetched = retry_block!(http = HTTP.call(Method::GET); { Ok::<_, HttpError>(200) });
}
