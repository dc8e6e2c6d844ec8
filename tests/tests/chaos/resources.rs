use std::{
    fs, thread,
    time::{Duration, Instant},
};

/// Long enough for the slowest machine, since only a leak takes that long.
const LONGEST: Duration = Duration::from_secs(30);

/// How many files and sockets the process has open: 0 where the system does not say.
pub(crate) fn descriptors() -> usize {
    fs::read_dir("/proc/self/fd").map_or(0, Iterator::count)
}

/// Waits until what is counted is that many, since closing takes a moment.
///
/// # Panics
///
/// If it never is.
pub(crate) fn wait_for(what: &str, wanted: usize, count: impl Fn() -> usize) {
    let began = Instant::now();
    loop {
        let counted = count();
        if counted == wanted {
            return;
        }
        assert!(
            began.elapsed() < LONGEST,
            "leaked {what}: {counted} instead of {wanted}"
        );
        thread::sleep(Duration::from_millis(1));
    }
}
