use retry_core::{CancelToken, retry};

static SHUTDOWN: CancelToken = CancelToken::new();

async fn fetch() -> Result<(), u8> {
    retry(|| async { Err(1) }).cancel_on(&SHUTDOWN).await
}

fn main() {
    let _ = fetch();
}
