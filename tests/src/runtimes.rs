use tokio::runtime::{Builder, Runtime};

/// Runs a future on this thread, with tokio's sockets and timers.
///
/// # Panics
///
/// If the system gives no runtime what it needs.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut builder = Builder::new_current_thread();
    let runtime = builder.enable_all().build().expect("a runtime");
    runtime.block_on(future)
}

/// A runtime with two threads, for tests of many requests at once.
///
/// # Panics
///
/// If the system gives no runtime what it needs.
#[must_use]
pub fn runtime_of_two_threads() -> Runtime {
    let mut builder = Builder::new_multi_thread();
    let builder = builder.worker_threads(2).enable_all();
    builder.build().expect("a runtime")
}
