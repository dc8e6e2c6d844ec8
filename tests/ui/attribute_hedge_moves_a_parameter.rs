//! A parameter that the first attempt would take from the others.

use retry_core::retry;

#[retry(hedge = 50ms)]
async fn fetch(url: String) -> Result<String, ()> {
    let url = url;
    Ok(url)
}

fn main() {
    drop(fetch(String::new()));
}
