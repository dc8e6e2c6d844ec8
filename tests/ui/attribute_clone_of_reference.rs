use retry_core::retry;

#[retry(clone(body))]
fn send(body: &str) -> Option<usize> {
    Some(body.len())
}

fn main() {
    send("");
}
