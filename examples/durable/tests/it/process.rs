use std::{
    process::{Child, Command, ExitStatus, Stdio},
    time::Duration,
};

use tokio::time::{Instant, sleep};

use crate::place::Place;

/// Longer than anything here takes, on any machine.
const PATIENCE: Duration = Duration::from_mins(2);

/// A worker in a process of its own. It is killed when the test ends.
pub(crate) struct Worker(Child);

impl Worker {
    /// Starts it. Unless the arguments say otherwise, its heart beats each second, so that its tasks are given up
    /// three seconds after its death.
    pub(crate) fn start(place: &Place, policy: &str, arguments: &[&str]) -> Self {
        let mut command = command(place);
        command.args(["work", "--policy", policy]).args(arguments);
        if !arguments.contains(&"--heartbeat") {
            command.args(["--heartbeat", "1"]);
        }
        let child = command.spawn();
        Self(child.expect("the program starts"))
    }

    /// Starts one that stops when the queue is empty, and waits for that.
    pub(crate) async fn finish(place: &Place, policy: &str, arguments: &[&str]) {
        let arguments = [arguments, &["--until-empty"]].concat();
        let status = Self::start(place, policy, &arguments).ended().await;
        assert!(status.success(), "the worker failed: {status}");
    }

    /// `kill -9`.
    pub(crate) fn kill(&mut self) {
        self.0.kill().expect("it can be killed");
        self.0.wait().expect("it is dead");
    }

    /// Ctrl-C.
    #[cfg(unix)]
    pub(crate) fn interrupt(&self) {
        let id = self.0.id().to_string();
        let status = Command::new("kill").args(["-INT", &id]).status();
        assert!(status.expect("there is a `kill`").success());
    }

    /// Waits for its end.
    pub(crate) async fn ended(&mut self) -> ExitStatus {
        let mut ended = None;
        until("the worker ends", async || {
            ended = self.0.try_wait().expect("a child");
            ended.is_some()
        })
        .await;
        ended.expect("it has ended")
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It fails for one that has ended.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Runs a command to its end, and returns what it prints.
pub(crate) fn run(place: &Place, arguments: &[&str]) -> String {
    let output = command(place)
        .args(arguments)
        .stderr(Stdio::inherit())
        .output()
        .expect("the program starts");
    assert!(output.status.success(), "{arguments:?} failed");
    String::from_utf8(output.stdout).expect("readable text")
}

/// Puts a delivery to this URL into the queue, and returns its root.
pub(crate) fn deliver(place: &Place, url: &str) -> String {
    run(place, &["deliver", url]).trim().into()
}

/// Waits until this holds.
pub(crate) async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let began = Instant::now();
    while !holds().await {
        assert!(began.elapsed() < PATIENCE, "waited too long until {what}");
        sleep(Duration::from_millis(10)).await;
    }
}

fn command(place: &Place) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_durable"));
    command.args(place.arguments());
    command
}
