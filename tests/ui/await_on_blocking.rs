use retry_core::retry;

async fn run() -> Option<i32> {
    retry(|| Some(1)).attempts(5).await
}

fn main() {}
