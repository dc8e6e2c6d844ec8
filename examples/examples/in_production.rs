//! A budget that all connects to a database share, and a token that ends their waits when the program stops.

use std::net::TcpListener;

use retry_core::{Budget, CancelToken, Retryable, retry};

static DATABASE: Budget = Budget::aws().named("database");
static SHUTDOWN: CancelToken = CancelToken::new();
#[retry(on = Retryable::verdict, budget = &DATABASE, cancel = &SHUTDOWN)]
fn connect(address: &str) -> std::io::Result<std::net::TcpStream> {
    std::net::TcpStream::connect(address)
}

fn main() -> std::io::Result<()> {
    let database = TcpListener::bind("127.0.0.1:0")?;
    let address = database.local_addr()?.to_string();
    connect(&address)?;
    println!("connected: {}", left());
    assert_eq!(left(), "500 tokens are left");

    drop(database);
    let refused = connect(&address).unwrap_err();
    println!("{refused}: {}", left());
    // Two retries at 14 tokens each.
    assert_eq!(left(), "472 tokens are left");

    // In a program, the handler of SIGTERM calls this, and runs that wait end at once.
    SHUTDOWN.cancel();
    let refused = connect(&address).unwrap_err();
    println!("{refused}: not retried, since the program stops");
    assert_eq!(refused.kind(), std::io::ErrorKind::ConnectionRefused);
    assert_eq!(left(), "472 tokens are left");
    Ok(())
}

fn left() -> String {
    format!("{} tokens are left", DATABASE.available())
}
