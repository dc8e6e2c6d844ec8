use std::{
    panic::resume_unwind,
    sync::mpsc::{RecvTimeoutError, channel},
    thread,
    time::Duration,
};

/// Long enough for the slowest machine, since only a test that fails takes that long.
const LONGEST: Duration = Duration::from_secs(120);

/// Runs a test that would hang if the code were wrong. It runs on a thread of its own, which is left
/// behind if it hangs.
///
/// # Panics
///
/// If the test panics or hangs.
pub fn fail_if_it_hangs(test: impl FnOnce() + Send + 'static) {
    let (ended, end) = channel::<()>();
    let thread = thread::spawn(move || {
        // Dropped at the end, or by a panic.
        let _ended = ended;
        test();
    });
    match end.recv_timeout(LONGEST) {
        Err(RecvTimeoutError::Timeout) => panic!("it hangs"),
        Ok(()) | Err(RecvTimeoutError::Disconnected) => {
            thread.join().unwrap_or_else(|panic| resume_unwind(panic));
        }
    }
}
