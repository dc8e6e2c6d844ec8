use std::future::pending;

use anyhow::{bail, ensure};
use durable::Deliverer;
use durable::{DEAD, DELIVER, Delivery, Faults, NewTask, Receiver, Sender, Store, Worker, dead};
use retry_core::http::IdempotencyKey;

use crate::{
    cli::{Command, Deliver, Revive, RunArgs, Serve, Work},
    demo, load,
};

/// Runs a command with a store.
pub(crate) async fn run<S: Store>(store: S, command: Command) -> anyhow::Result<()> {
    match command {
        Command::Deliver(deliver) => push(&store, deliver).await,
        Command::Work(work) => self::work(store, work).await,
        Command::Dead => list_dead(&store).await,
        Command::Revive(revive) => self::revive(&store, revive).await,
        Command::Status => status(&store).await,
        Command::Load(load) => load::run(store, load).await,
        Command::Serve(serve) => self::serve(serve).await,
        Command::Demo => demo::run().await,
    }
}

async fn push<S: Store>(store: &S, deliver: Deliver) -> anyhow::Result<()> {
    ensure!(
        deliver.id.is_none() || deliver.urls.len() == 1,
        "an id names one delivery, so give one URL with it"
    );
    let mut tasks = Vec::new();
    let mut roots = Vec::new();
    for url in deliver.urls {
        if !url.starts_with("http://") {
            bail!("{url}: this example has no TLS, so write an http:// URL");
        }
        let mut delivery = Delivery::new(url, deliver.body.clone());
        if let Some(id) = &deliver.id {
            delivery.root = id.parse::<IdempotencyKey>()?.to_string();
        }
        tasks.push(NewTask::deliver(&delivery));
        roots.push(delivery.root);
    }
    store.push(tasks).await?;
    for root in roots {
        println!("{root}");
    }
    Ok(())
}

async fn work<S: Store>(store: S, work: Work) -> anyhow::Result<()> {
    let worker = worker(store, work.run)?;
    let stop = worker.stopper();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            stop();
        }
    });
    if work.until_empty {
        worker.run_until_empty().await
    } else {
        worker.run().await
    }
}

/// A worker on this store.
pub(crate) fn worker<S: Store>(store: S, run: RunArgs) -> anyhow::Result<Worker<S>> {
    let options = run.options();
    let deliverer = Deliverer {
        store,
        sender: Sender::new(run.policy)?,
        patience: run.patience,
        crash_at: run.crash_at,
    };
    Ok(Worker::new(options, deliverer))
}

async fn list_dead<S: Store>(store: &S) -> anyhow::Result<()> {
    for (task, letter) in dead::list(store).await? {
        let (root, url) = match letter.delivery() {
            Ok(delivery) => (delivery.root, delivery.url),
            Err(_) => (format!("task {task}"), String::from("-")),
        };
        println!(
            "{root}  {} attempts  {url}  {}",
            letter.attempts, letter.reason
        );
    }
    Ok(())
}

async fn revive<S: Store>(store: &S, revive: Revive) -> anyhow::Result<()> {
    let roots = (!revive.all).then_some(revive.roots.as_slice());
    for root in dead::revive(store, roots).await? {
        println!("{root}");
    }
    Ok(())
}

async fn status<S: Store>(store: &S) -> anyhow::Result<()> {
    for queue in [DELIVER, DEAD] {
        let depth = store.depth(queue).await?;
        println!(
            "{queue}: {} waiting, {} claimed",
            depth.waiting, depth.claimed
        );
    }
    Ok(())
}

/// Runs a receiver until the process is stopped.
pub(crate) async fn serve(serve: Serve) -> anyhow::Result<()> {
    let faults = Faults::percent(serve.faults.faults, serve.faults.seed);
    let receiver = Receiver::start(serve.port, faults, true).await?;
    println!("{}", receiver.url("/faulty"));
    pending().await
}
