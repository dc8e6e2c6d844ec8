use retry_core::{http::HttpPolicy, retry};

const HTTP: HttpPolicy = HttpPolicy::new();

#[retry(policy = HTTP)]
fn place() -> Result<(), String> {
    Err("reset".to_owned())
}

fn main() {
    let _ = place();
}
