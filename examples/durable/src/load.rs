use std::{
    fs,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use anyhow::ensure;
use durable::{
    DELIVER, Delivery, Faults, NewTask, Receiver, Sample, SqliteStore, Store, chart, dead,
};
use tokio::time::{MissedTickBehavior, interval};

use crate::{cli::Load, commands};

/// In a new SQLite file, which is removed after the run.
pub(crate) async fn run_in_new_file(load: Load) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    run(
        SqliteStore::open(&folder.path().join("load.db")).await?,
        load,
    )
    .await
}

/// Delivers many to a receiver of this process, and says what it took.
pub(crate) async fn run<S: Store>(store: S, load: Load) -> anyhow::Result<()> {
    ensure!(
        store.depth(DELIVER).await?.open() == 0,
        "the queue is not empty"
    );
    let faults = Faults::percent(load.faults.faults, load.faults.seed);
    let receiver = Receiver::start(0, faults, false).await?;
    let url = receiver.url("/faulty");

    let tasks = (0..load.count).map(|_| NewTask::deliver(&Delivery::new(url.as_str(), "{}")));
    let began = Instant::now();
    store.push(tasks.collect()).await?;
    println!(
        "pushed {} in {:.1} s",
        load.count,
        began.elapsed().as_secs_f64()
    );

    let worker = commands::worker(store.clone(), load.run)?;
    let samples = Arc::new(Mutex::new(Vec::new()));
    let sampling = tokio::spawn(sample(store.clone(), Arc::clone(&samples)));
    let began = Instant::now();
    worker.run_until_empty().await?;
    let took = began.elapsed();
    sampling.abort();

    let mut samples = std::mem::take(&mut *samples.lock().unwrap_or_else(PoisonError::into_inner));
    samples.push(Sample { at: took, open: 0 });
    let counts = receiver.counts();
    println!(
        "delivered {} in {:.1} s with {} calls, of which {} were refused; {} were delivered again",
        counts.accepted,
        took.as_secs_f64(),
        counts.calls,
        counts.refused,
        counts.repeated,
    );
    println!("given up: {}", dead::list(&store).await?.len());
    if let Some(file) = load.chart {
        fs::write(file, chart::draw(&samples))?;
    }
    Ok(())
}

async fn sample<S: Store>(store: S, samples: Arc<Mutex<Vec<Sample>>>) {
    let began = Instant::now();
    let mut ticks = interval(Duration::from_millis(250));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        // A sample that fails is missing in the chart. The worker reports what is wrong.
        if let Ok(depth) = store.depth(DELIVER).await {
            let at = began.elapsed();
            let sample = Sample {
                at,
                open: depth.open(),
            };
            samples
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(sample);
        }
    }
}
