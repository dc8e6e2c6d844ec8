use retry_core::retry;

#[retry(attempts = 5)]
async fn fetch() -> u32 {
    5
}

fn main() {
    drop(fetch());
}
