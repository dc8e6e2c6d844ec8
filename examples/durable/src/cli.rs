use std::{path::PathBuf, time::Duration};

use clap::{Args, Parser, Subcommand};
use durable::{CrashPoint, Options};
use retry_core::http::HttpSettings;

/// Deliveries over HTTP that outlive their process.
#[derive(Debug, Parser)]
#[command(name = "durable", version)]
pub(crate) struct Cli {
    /// The SQLite file with the queue.
    #[arg(long, global = true, default_value = "durable.db")]
    pub(crate) file: PathBuf,
    /// Use this PostgreSQL database instead, such as `postgres://user@host/database`.
    #[arg(long, global = true)]
    pub(crate) postgres: Option<String>,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show it all in a few seconds: a faulty receiver, a crash, a dead delivery and its revival (the default).
    Demo,
    /// Put deliveries into the queue.
    Deliver(Deliver),
    /// Deliver what is in the queue, until Ctrl-C.
    Work(Work),
    /// List the deliveries that were given up.
    Dead,
    /// Put deliveries that were given up back into the queue.
    Revive(Revive),
    /// Count the tasks of both queues.
    Status,
    /// Run a receiver with faults, to try it.
    Serve(Serve),
    /// Deliver many to a faulty receiver, and measure.
    Load(Load),
}

#[derive(Debug, Args)]
pub(crate) struct Deliver {
    /// Where to: `http://..`
    #[arg(required = true)]
    pub(crate) urls: Vec<String>,
    /// The body of the POST.
    #[arg(long, default_value = "{}")]
    pub(crate) body: String,
    /// The identity of the delivery, for one URL: a second delivery with it is left out.
    #[arg(long)]
    pub(crate) id: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Work {
    /// Stop when the queue is empty.
    #[arg(long)]
    pub(crate) until_empty: bool,
    #[command(flatten)]
    pub(crate) run: RunArgs,
}

/// How to work, of `work` and `load`.
#[derive(Clone, Debug, Args)]
pub(crate) struct RunArgs {
    /// The policy, in JSON: the fields of `HttpSettings`.
    #[arg(long, value_parser = policy, default_value = DEFAULT_POLICY)]
    pub(crate) policy: HttpSettings,
    /// Wait up to so many seconds in the worker, and longer in the queue.
    #[arg(long, value_parser = seconds, default_value = "1")]
    pub(crate) patience: Duration,
    /// Work on so many deliveries at a time.
    #[arg(long, default_value_t = 100)]
    pub(crate) concurrency: usize,
    /// Look into an empty queue after so many seconds.
    #[arg(long, value_parser = seconds, default_value = "0.1")]
    pub(crate) poll: Duration,
    /// Say after so many seconds that this worker is alive. After three times in silence, others take its tasks.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..), default_value_t = 5)]
    pub(crate) heartbeat: u32,
    /// Abort there, for tests.
    #[arg(long, hide = true)]
    pub(crate) crash_at: Option<CrashPoint>,
}

impl RunArgs {
    pub(crate) fn options(&self) -> Options {
        Options {
            concurrency: self.concurrency.max(1),
            poll: self.poll.max(Duration::from_millis(1)),
            heartbeat: Duration::from_secs(self.heartbeat.into()),
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Revive {
    /// Which ones, by their root.
    #[arg(required_unless_present = "all")]
    pub(crate) roots: Vec<String>,
    /// All of them.
    #[arg(long)]
    pub(crate) all: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// The port on the loopback interface.
    #[arg(long, default_value_t = 8080)]
    pub(crate) port: u16,
    #[command(flatten)]
    pub(crate) faults: FaultArgs,
}

#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct FaultArgs {
    /// Refuse this percentage of the calls to /faulty.
    #[arg(long, value_parser = clap::value_parser!(u64).range(..=100), default_value_t = 20)]
    pub(crate) faults: u64,
    /// Which ones.
    #[arg(long, default_value_t = 7)]
    pub(crate) seed: u64,
}

#[derive(Debug, Args)]
pub(crate) struct Load {
    /// How many.
    #[arg(long, default_value_t = 1000)]
    pub(crate) count: usize,
    /// Write a chart of the queue over time.
    #[arg(long, value_name = "SVG")]
    pub(crate) chart: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) faults: FaultArgs,
    #[command(flatten)]
    pub(crate) run: RunArgs,
}

/// For deliveries that matter: eight attempts, which take up to two hours.
const DEFAULT_POLICY: &str = r#"{"attempts": 8, "backoff": "1s", "factor": 4.0, "max_delay": "1h", "max_retry_after": "1h"}"#;

fn policy(text: &str) -> Result<HttpSettings, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "write seconds, such as 1.5")?;
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
}
