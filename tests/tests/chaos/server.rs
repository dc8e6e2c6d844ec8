use std::{
    io::{self, Read as _, Write as _},
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use retry_tests::runtime_of_two_threads;
use socket2::{Domain, SockRef, Socket, Type};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    runtime::Runtime,
    time::sleep,
};

use crate::{
    dice::Dice,
    fault::{Fault, Welcome},
    ledger::Ledger,
    request::Request,
    resources::wait_for,
};

/// How many connections wait while the server pauses.
const QUEUE: i32 = 4;
const PAUSE: Duration = Duration::from_millis(60);

/// An HTTP server that fails in every way. It has a runtime of its own, so that its tasks are not those of
/// the clients.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) ledger: Arc<Ledger>,
    is_calm: Arc<AtomicBool>,
    runtime: Runtime,
}

impl Server {
    pub(crate) fn start(dice: Dice) -> Self {
        let runtime = runtime_of_two_threads();
        let listener = listen().expect("a loopback port");
        let address = listener.local_addr().expect("a bound address");
        let ledger = Arc::new(Ledger::new(dice));
        let is_calm = Arc::new(AtomicBool::new(false));
        let accept = accept(listener, Arc::clone(&ledger), Arc::clone(&is_calm));
        runtime.spawn(accept);
        Self {
            address,
            ledger,
            is_calm,
            runtime,
        }
    }

    /// Waits until all that its clients have sent is served. Nobody may have a connection any more.
    pub(crate) fn finish(&self) {
        self.is_calm.store(true, Ordering::SeqCst);
        // The last of the queue.
        let mut probe = std::net::TcpStream::connect(self.address).expect("a connection");
        probe.write_all(b"GET /0 HTTP/1.1\r\n\r\n").expect("sent");
        probe.read_to_end(&mut Vec::new()).expect("an answer");
        drop(probe);
        let metrics = self.runtime.metrics();
        // One task accepts connections.
        wait_for("connections of the server", 1, || metrics.num_alive_tasks());
    }
}

fn listen() -> io::Result<std::net::TcpListener> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into())?;
    socket.listen(QUEUE)?;
    socket.set_nonblocking(true)?;
    Ok(socket.into())
}

async fn accept(listener: std::net::TcpListener, ledger: Arc<Ledger>, is_calm: Arc<AtomicBool>) {
    let listener = TcpListener::from_std(listener).expect("a listener");
    loop {
        let (connection, _) = listener.accept().await.expect("a connection");
        let welcome = if is_calm.load(Ordering::SeqCst) {
            Welcome::Serve
        } else {
            ledger.welcome()
        };
        if welcome == Welcome::ResetAtOnce {
            // An error means that the client has closed it.
            let _ = reset(&connection);
            continue;
        }
        let ledger = Arc::clone(&ledger);
        tokio::spawn(async move {
            if welcome == Welcome::ResetUnread {
                connection.readable().await?;
                return reset(&connection);
            }
            serve(connection, &ledger).await
        });
        if welcome == Welcome::ThenPause {
            sleep(PAUSE).await;
        }
    }
}

/// Serves one connection, until the client or a fault ends it.
async fn serve(connection: TcpStream, ledger: &Ledger) -> io::Result<()> {
    connection.set_nodelay(true)?;
    let mut connection = BufReader::new(connection);
    while let Some(request) = Request::read(&mut connection).await? {
        let done = format!("done {}", request.number);
        let length = done.len();
        let whole = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{done}");
        let cut = &whole[..whole.len() - 3];
        let client = connection.get_mut();
        if request.number == 0 {
            return client.write_all(whole.as_bytes()).await;
        }
        match ledger.arrival(&request) {
            Fault::None => client.write_all(whole.as_bytes()).await?,
            Fault::Slow => {
                sleep(Duration::from_millis(5)).await;
                client.write_all(whole.as_bytes()).await?;
            }
            Fault::Busy => {
                let busy = b"HTTP/1.1 503 Busy\r\ncontent-length: 4\r\n\r\nbusy";
                client.write_all(busy).await?;
            }
            Fault::Throttled => {
                let slow_down =
                    b"HTTP/1.1 429 Slow\r\nretry-after: 0\r\ncontent-length: 4\r\n\r\nslow";
                client.write_all(slow_down).await?;
            }
            Fault::CloseAfter => return client.write_all(whole.as_bytes()).await,
            Fault::ResetAfter => {
                client.write_all(whole.as_bytes()).await?;
                // Time to read the answer, and to begin with the next request.
                sleep(Duration::from_millis(1)).await;
                return reset(client);
            }
            Fault::Crash => return Ok(()),
            Fault::ResetInHead => {
                client.write_all(b"HTTP/1.1 200 O").await?;
                return reset(client);
            }
            Fault::CutInBody => return client.write_all(cut.as_bytes()).await,
            Fault::Garbage => return client.write_all(&ledger.garbage(&request)).await,
            Fault::Stall => return until_closed(client).await,
            Fault::StallInBody => {
                client.write_all(cut.as_bytes()).await?;
                return until_closed(client).await;
            }
        }
    }
    Ok(())
}

/// Makes the connection end with a reset when it is closed.
fn reset(connection: &TcpStream) -> io::Result<()> {
    SockRef::from(connection).set_linger(Some(Duration::ZERO))
}

async fn until_closed(client: &mut TcpStream) -> io::Result<()> {
    let mut ignored = Vec::new();
    client.read_to_end(&mut ignored).await.map(|_| ())
}
