use retry_core::retry;

struct Body(u32);

#[retry]
fn send(mut body: Body) -> Option<u32> {
    body.0 += 1;
    Some(body.0)
}

fn main() {
    send(Body(1));
}
