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
    println!("connected: {} tokens are left", DATABASE.available());
    assert_eq!(DATABASE.available(), 500.0);

    drop(database);
    let refused = connect(&address).unwrap_err();
    println!("{refused}: {} tokens are left", DATABASE.available());
    // Two retries at 14 tokens each.
    assert_eq!(DATABASE.available(), 472.0);

    // In a program, the handler of SIGTERM calls this, and runs that wait end at once.
    SHUTDOWN.cancel();
    let refused = connect(&address).unwrap_err();
    println!("{refused}: not retried, since the program stops");
    assert_eq!(refused.kind(), std::io::ErrorKind::ConnectionRefused);
    assert_eq!(DATABASE.available(), 472.0);
    Ok(())
}
