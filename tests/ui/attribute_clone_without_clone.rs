use retry_core::retry;

struct Body;

#[retry(clone(body))]
fn send(body: Body) -> Option<Body> {
    Some(body)
}

fn main() {
    send(Body);
}
