use std::{
    env,
    path::Path,
    process::{Child, Command},
    time::Duration,
};

use clap::Parser;
use durable::{Delivery, Faults, NewTask, Receiver, SqliteStore, Store, dead};
use tokio::time::sleep;

use crate::{
    cli::{self, Cli, RunArgs},
    commands,
};

/// Three attempts. The first wait is one for the worker, the second one for the queue.
const POLICY: &str = r#"{"attempts": 3, "backoff": "0.4s", "factor": 5.0, "jitter": "none"}"#;

/// Three deliveries, two workers, and a crash.
pub(crate) async fn run() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("demo.db");
    let store = SqliteStore::open(&file).await?;
    let receiver = Receiver::start(0, Faults::percent(0, 0), true).await?;

    println!("Three deliveries. The receiver refuses the second twice and the third three times.");
    let mut tasks = Vec::new();
    for (root, script) in [
        ("tea", "200"),
        ("milk", "503,503,200"),
        ("sugar", "503,503,503,200"),
    ] {
        let mut delivery = Delivery::new(receiver.url(&format!("/script/{script}")), "{}");
        delivery.root = root.into();
        tasks.push(NewTask::deliver(&delivery));
    }
    store.push(tasks).await?;

    println!("\nA worker starts, and after a while it is killed.");
    let mut worker = start_worker(&file)?;
    wait_for_calls(&receiver, 5).await;
    sleep(Duration::from_millis(300)).await;
    worker.kill()?;
    worker.wait()?;

    println!("\nAnother worker finishes. The waits go on where they were.");
    work(&store).await?;

    println!("\nOne delivery was given up:");
    for (_, letter) in dead::list(&store).await? {
        println!("{} attempts: {}", letter.attempts, letter.reason);
    }

    println!("\nIt is revived, and the worker has another look.");
    dead::revive(&store, None).await?;
    work(&store).await?;

    let counts = receiver.counts();
    println!(
        "\n{} of 3 were delivered with {} calls, none twice.",
        counts.accepted, counts.calls
    );
    Ok(())
}

fn arguments(file: &Path) -> [&str; 6] {
    let file = file
        .to_str()
        .expect("a temporary folder has a readable name");
    ["--file", file, "work", "--until-empty", "--policy", POLICY]
}

fn start_worker(file: &Path) -> anyhow::Result<Child> {
    let mut command = Command::new(env::current_exe()?);
    Ok(command.args(arguments(file)).spawn()?)
}

async fn wait_for_calls(receiver: &Receiver, calls: usize) {
    while receiver.counts().calls < calls {
        sleep(Duration::from_millis(20)).await;
    }
}

async fn work(store: &SqliteStore) -> anyhow::Result<()> {
    commands::worker(store.clone(), run_args()?)?
        .run_until_empty()
        .await
}

fn run_args() -> anyhow::Result<RunArgs> {
    let cli = Cli::try_parse_from(
        ["durable"]
            .into_iter()
            .chain(arguments(Path::new("unused"))),
    )?;
    match cli.command {
        Some(cli::Command::Work(work)) => Ok(work.run),
        _ => unreachable!("these are the arguments of `work`"),
    }
}
