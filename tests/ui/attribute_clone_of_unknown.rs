use retry_core::retry;

#[retry(clone(bdy))]
fn send(body: String) -> Option<String> {
    Some(body)
}

fn main() {
    send(String::new());
}
