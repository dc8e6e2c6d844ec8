use retry_core::retry;
use std::future::{Future, ready};

#[retry]
fn fetch() -> impl Future<Output = Option<()>> {
    ready(None)
}

fn main() {
    drop(fetch());
}
