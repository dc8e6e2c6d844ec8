use retry_core::{CancelToken, retry};

static SHUTDOWN: CancelToken = CancelToken::new();

#[retry(cancel = &SHUTDOWN)]
async fn fetch() -> Result<(), u8> {
    Err(1)
}

fn main() {
    let _ = fetch();
}
