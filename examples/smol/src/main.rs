//! On smol: an annotated function that talks to a server whose first two connections break.

use std::{io, net::Ipv4Addr, net::SocketAddr};

use retry_core::{Retryable, retry};
use smol::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

// `Retryable` for `io::Error` retries conditions that pass: resets, timeouts, an unexpected end.
#[retry(attempts = 5, backoff = 10ms, on = Retryable::verdict)]
async fn greeting(address: SocketAddr) -> io::Result<[u8; 5]> {
    let mut greeting = [0; 5];
    TcpStream::connect(address)
        .await?
        .read_exact(&mut greeting)
        .await?;
    Ok(greeting)
}

fn main() -> io::Result<()> {
    smol::block_on(async {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let server = smol::spawn(async move {
            for _ in 0..2 {
                drop(listener.accept().await?);
            }
            let (mut stream, _) = listener.accept().await?;
            stream.write_all(b"hello").await
        });

        assert_eq!(&greeting(address).await?, b"hello");
        server.await
    })
}
