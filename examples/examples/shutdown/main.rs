//! A service that gets a SIGTERM while two of its runs wait for their next attempt, and ends at once.
//!
//! Started without an argument, this program starts itself as the [service], sends it the signal, and checks
//! what it printed.

#[cfg(unix)]
mod service;

#[cfg(unix)]
use std::{
    env,
    io::{self, BufRead, BufReader},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// The last words of the service, in any order.
#[cfg(unix)]
const EXPECTED: [&str; 2] = [
    "async run: ended after 2 calls, the last error: call 2 was refused",
    "blocking run: ended after 2 calls, the last error: call 2 was refused",
];

#[cfg(unix)]
fn main() -> io::Result<()> {
    if env::args().nth(1).as_deref() == Some("service") {
        return service::run();
    }

    let mut service = Command::new(env::current_exe()?)
        .arg("service")
        .stdout(Stdio::piped())
        .spawn()?;
    let output = service.stdout.take().expect("it is piped");
    let mut lines = BufReader::new(output)
        .lines()
        .inspect(|line| println!("{}", line.as_deref().unwrap_or("?")));

    let mut waiting = 0;
    while waiting < 2 {
        let line = lines.next().expect("both runs get to their wait")?;
        waiting += u32::from(line.contains("waits 60s"));
    }

    let sent = Instant::now();
    let pid = rustix::process::Pid::from_child(&service);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM)?;
    let mut last_words = lines.collect::<io::Result<Vec<_>>>()?;
    let status = service.wait()?;
    let took = sent.elapsed();

    println!("the service ended {took:?} after its SIGTERM, with {status}");
    last_words.sort();
    assert_eq!(last_words, EXPECTED);
    assert!(status.success(), "it ended by itself, not by the signal");
    // A run that does not wake waits for a minute. Slow machines have some time.
    assert!(took < Duration::from_secs(10), "it woke at once");
    Ok(())
}

#[cfg(not(unix))]
fn main() -> Result<(), &'static str> {
    Err("this example sends a SIGTERM, which only Unix has")
}
