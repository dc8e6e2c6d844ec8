use std::{
    io,
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    panic::resume_unwind,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
};

/// A free loopback port and the threads that serve it, each one connection at a time.
///
/// The drop ends the threads and passes on the panic of a thread.
#[derive(Debug)]
pub(crate) struct Loopback {
    address: SocketAddr,
    is_over: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Loopback {
    /// Starts a thread for each of these functions, which serve one connection. Their errors are
    /// ignored, since a client may close its connection at any time.
    ///
    /// # Panics
    ///
    /// If no port can be opened.
    pub(crate) fn start<S>(threads: impl IntoIterator<Item = S>) -> Self
    where
        S: FnMut(&TcpStream) -> io::Result<()> + Send + 'static,
    {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a loopback port");
        let address = listener.local_addr().expect("a bound address");
        let is_over = Arc::new(AtomicBool::new(false));
        let start_thread = |mut serve: S| {
            let listener = listener.try_clone().expect("a listener");
            let is_over = Arc::clone(&is_over);
            thread::spawn(move || {
                for connection in listener.incoming() {
                    if is_over.load(Ordering::SeqCst) {
                        break;
                    }
                    let _ = connection.and_then(|connection| serve(&connection));
                }
            })
        };
        let threads = threads.into_iter().map(start_thread).collect();
        Self {
            address,
            is_over,
            threads,
        }
    }

    /// The address of the port.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Loopback {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::SeqCst);
        // A thread looks at `is_over` after it has accepted a connection, so each gets one more.
        for _ in &self.threads {
            drop(TcpStream::connect(self.address));
        }
        for thread in self.threads.drain(..) {
            let ended = thread.join();
            if !thread::panicking() {
                ended.unwrap_or_else(|panic| resume_unwind(panic));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::Read as _,
        panic::{AssertUnwindSafe, catch_unwind},
    };

    use super::*;

    /// Connects and waits until the connection is closed.
    fn visit(server: &Loopback) {
        let mut connection = TcpStream::connect(server.address()).expect("a connection");
        assert_eq!(connection.read(&mut [0]).expect("an orderly end"), 0);
    }

    #[test]
    fn a_panic_in_a_server_thread_fails_the_test() {
        let server = Loopback::start([|_: &TcpStream| panic!("broken")]);
        visit(&server);
        let panic = catch_unwind(AssertUnwindSafe(|| drop(server))).expect_err("a panic");
        assert_eq!(panic.downcast_ref(), Some(&"broken"));
    }

    #[test]
    fn dropping_a_server_ends_all_its_threads() {
        let serve = |_: &TcpStream| Ok(());
        let server = Loopback::start([serve; 3]);
        visit(&server);
        drop(server);
    }
}
