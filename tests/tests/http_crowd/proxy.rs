use std::{
    collections::HashMap,
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex},
    time::Duration,
};

use socket2::SockRef;
use tokio::{
    io::{AsyncWriteExt, BufStream},
    net::{TcpListener, TcpStream},
};

use crate::{message::Message, proxy_action::ProxyAction};

/// How many attempts of each order have come.
type Attempts = Arc<Mutex<HashMap<u64, u32>>>;

/// Opens a proxy in front of a server, which does with each request what its [`ProxyAction`] says.
pub(crate) async fn open(server: SocketAddr) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        let attempts = Attempts::default();
        while let Ok((client, _)) = listener.accept().await {
            tokio::spawn(pass_on(client, server, Arc::clone(&attempts)));
        }
    });
    Ok(address)
}

/// Serves one connection, until the client or an action ends it.
async fn pass_on(client: TcpStream, server: SocketAddr, attempts: Attempts) -> io::Result<()> {
    client.set_nodelay(true)?;
    let mut client = BufStream::new(client);
    let upstream = TcpStream::connect(server).await?;
    upstream.set_nodelay(true)?;
    let mut upstream = BufStream::new(upstream);
    while let Some(request) = Message::read(&mut client).await? {
        let action = next_action(request.order(), &attempts);
        match action {
            ProxyAction::DropBefore => return Ok(()),
            ProxyAction::Busy => {
                Message::response(503, "busy").write(&mut client).await?;
                continue;
            }
            ProxyAction::Delay => tokio::time::sleep(Duration::from_millis(3)).await,
            _ => {}
        }
        request.write(&mut upstream).await?;
        let response = Message::read(&mut upstream).await?;
        let response = response.ok_or(io::ErrorKind::UnexpectedEof)?;
        match action {
            ProxyAction::DropAfter => return Ok(()),
            ProxyAction::ResetInHead => {
                client.write_all(b"HTTP/1.1 200 O").await?;
                client.flush().await?;
                return SockRef::from(client.get_ref()).set_linger(Some(Duration::ZERO));
            }
            ProxyAction::CutInBody => {
                let half = b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf";
                client.write_all(half).await?;
                return client.flush().await;
            }
            _ => response.write(&mut client).await?,
        }
    }
    Ok(())
}

fn next_action(order: u64, attempts: &Attempts) -> ProxyAction {
    let mut attempts = attempts.lock().expect("no panic");
    let attempt = attempts.entry(order).or_default();
    *attempt += 1;
    ProxyAction::of(order, *attempt)
}
