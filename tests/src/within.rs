use std::{
    panic::resume_unwind,
    sync::mpsc::{RecvTimeoutError, channel},
    thread,
    time::Duration,
};

/// Long enough for the slowest machine: it only ends a test that has gone wrong.
const PATIENCE: Duration = Duration::from_secs(120);

/// Runs a test that would hang if it failed, on a thread that is left behind when it does.
///
/// # Panics
///
/// When the test panics or hangs.
pub fn within(test: impl FnOnce() + Send + 'static) {
    let (ended, end) = channel::<()>();
    let thread = thread::spawn(move || {
        // Dropped at the end, or by a panic.
        let _ended = ended;
        test();
    });
    match end.recv_timeout(PATIENCE) {
        Err(RecvTimeoutError::Timeout) => panic!("it hangs"),
        Ok(()) | Err(RecvTimeoutError::Disconnected) => {
            thread.join().unwrap_or_else(|panic| resume_unwind(panic));
        }
    }
}
