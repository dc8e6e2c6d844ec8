//! A retried closure in blocking code: take a lock file that another thread holds for a moment.

use std::{
    env,
    fs::{self, File},
    io::{self, ErrorKind},
    process, thread,
    time::Duration,
};

use retry_core::{Backoff, retry};

fn main() -> io::Result<()> {
    let path = env::temp_dir().join(format!("retry-example-{}.lock", process::id()));

    File::create_new(&path)?;
    let held = path.clone();
    let holder = thread::spawn(move || {
        thread::sleep(Duration::from_millis(30));
        fs::remove_file(held)
    });

    // Any number of attempts within five seconds. If the file exists, try again; any other error, such
    // as a missing directory, ends the run.
    let lock = retry(|| File::create_new(&path))
        .unlimited()
        .backoff(Backoff::constant(Duration::from_millis(5)))
        .deadline(Duration::from_secs(5))
        .on(|error| error.kind() == ErrorKind::AlreadyExists)
        .call();

    holder.join().expect("the holder does not panic")?;
    lock?;
    fs::remove_file(path)
}
