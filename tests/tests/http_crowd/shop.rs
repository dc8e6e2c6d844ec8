use std::{
    collections::{HashMap, HashSet},
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex},
};

use tokio::{
    io::BufStream,
    net::{TcpListener, TcpStream},
};

use crate::message::Message;

/// A server that takes orders. It processes an order with a key once, and an order without a key as
/// often as it comes.
pub(crate) struct Shop {
    pub(crate) address: SocketAddr,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    keys: HashSet<String>,
    processed: HashMap<u64, u32>,
    spoilt: HashSet<u64>,
}

impl Shop {
    pub(crate) async fn open() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let state = Arc::<Mutex<State>>::default();
        tokio::spawn({
            let state = Arc::clone(&state);
            async move {
                while let Ok((connection, _)) = listener.accept().await {
                    tokio::spawn(serve(connection, Arc::clone(&state)));
                }
            }
        });
        Ok(Self { address, state })
    }

    /// How often each order was processed.
    pub(crate) fn processed(&self) -> HashMap<u64, u32> {
        self.state.lock().expect("no panic").processed.clone()
    }

    /// The orders that came with a wrong body. They are kept since nobody would see a panic in the
    /// task of a connection.
    pub(crate) fn spoilt(&self) -> HashSet<u64> {
        self.state.lock().expect("no panic").spoilt.clone()
    }
}

async fn serve(connection: TcpStream, state: Arc<Mutex<State>>) -> io::Result<()> {
    connection.set_nodelay(true)?;
    let mut connection = BufStream::new(connection);
    while let Some(request) = Message::read(&mut connection).await? {
        if request.method() == "POST" {
            let order = request.order();
            let mut state = state.lock().expect("no panic");
            if request.body() != format!("order {order}").as_bytes() {
                state.spoilt.insert(order);
            }
            let is_new = match request.header("idempotency-key") {
                Some(key) => state.keys.insert(key.to_owned()),
                None => true,
            };
            if is_new {
                *state.processed.entry(order).or_default() += 1;
            }
        }
        Message::response(200, "done")
            .write(&mut connection)
            .await?;
    }
    Ok(())
}
