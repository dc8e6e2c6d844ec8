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

/// A server that takes orders. One that comes with a key is processed once for each key, one without as
/// often as it comes.
pub(crate) struct Shop {
    pub(crate) address: SocketAddr,
    books: Arc<Mutex<Books>>,
}

#[derive(Default)]
struct Books {
    keys: HashSet<String>,
    processed: HashMap<u64, u32>,
    spoilt: HashSet<u64>,
}

impl Shop {
    pub(crate) async fn open() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let books = Arc::<Mutex<Books>>::default();
        tokio::spawn({
            let books = Arc::clone(&books);
            async move {
                while let Ok((connection, _)) = listener.accept().await {
                    tokio::spawn(serve(connection, Arc::clone(&books)));
                }
            }
        });
        Ok(Self { address, books })
    }

    /// How often each order was processed.
    pub(crate) fn processed(&self) -> HashMap<u64, u32> {
        self.books.lock().expect("no panic").processed.clone()
    }

    /// The orders that came with a wrong body. A panic in a task of the server would be lost.
    pub(crate) fn spoilt(&self) -> HashSet<u64> {
        self.books.lock().expect("no panic").spoilt.clone()
    }
}

async fn serve(connection: TcpStream, books: Arc<Mutex<Books>>) -> io::Result<()> {
    connection.set_nodelay(true)?;
    let mut connection = BufStream::new(connection);
    while let Some(request) = Message::read(&mut connection).await? {
        if request.method() == "POST" {
            let order = request.order();
            let mut books = books.lock().expect("no panic");
            if request.body() != format!("order {order}").as_bytes() {
                books.spoilt.insert(order);
            }
            let is_new = match request.header("idempotency-key") {
                Some(key) => books.keys.insert(key.to_owned()),
                None => true,
            };
            if is_new {
                *books.processed.entry(order).or_default() += 1;
            }
        }
        Message::answer(200, "done").write(&mut connection).await?;
    }
    Ok(())
}
