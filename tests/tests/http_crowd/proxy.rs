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

/// How often each order has come.
type Visits = Arc<Mutex<HashMap<u64, u32>>>;

/// Stands before a server and does to each exchange what its [`ProxyAction`] says.
pub(crate) async fn open(server: SocketAddr) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        let visits = Visits::default();
        while let Ok((client, _)) = listener.accept().await {
            tokio::spawn(pass_on(client, server, Arc::clone(&visits)));
        }
    });
    Ok(address)
}

/// Serves one connection, until it ends or is brought to an end.
async fn pass_on(client: TcpStream, server: SocketAddr, visits: Visits) -> io::Result<()> {
    client.set_nodelay(true)?;
    let mut client = BufStream::new(client);
    let upstream = TcpStream::connect(server).await?;
    upstream.set_nodelay(true)?;
    let mut upstream = BufStream::new(upstream);
    while let Some(request) = Message::read(&mut client).await? {
        let action = next_action(request.order(), &visits);
        match action {
            ProxyAction::DropBefore => return Ok(()),
            ProxyAction::Busy => {
                Message::answer(503, "busy").write(&mut client).await?;
                continue;
            }
            ProxyAction::Delay => tokio::time::sleep(Duration::from_millis(3)).await,
            _ => {}
        }
        request.write(&mut upstream).await?;
        let answer = Message::read(&mut upstream).await?;
        let answer = answer.ok_or(io::ErrorKind::UnexpectedEof)?;
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
            _ => answer.write(&mut client).await?,
        }
    }
    Ok(())
}

fn next_action(order: u64, visits: &Visits) -> ProxyAction {
    let mut visits = visits.lock().expect("no panic");
    let visit = visits.entry(order).or_default();
    *visit += 1;
    ProxyAction::of(order, *visit)
}
