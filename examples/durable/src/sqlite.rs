use std::{path::Path, time::Duration};

use anyhow::Context;
use apalis::{layers::WorkerBuilderExt, prelude::*};
use apalis_sqlite::{Config, SqliteStorage, queries::push_tasks};
use retry_core::{Backoff, Policy};
use serde_json::Value;
use sqlx::{
    error::DatabaseError,
    sqlite::{
        SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
    },
};

use crate::{
    crash_point::CrashPoint,
    deliverer::Deliverer,
    first_error::FirstError,
    new_task::{DELIVER, NewTask},
    poll_every::PollEvery,
    store::{Claim, Depth, Options, Store, Stored},
    worker::handle,
};

const OPEN: Policy = Policy::new()
    .attempts(1000)
    .backoff(Backoff::constant(Duration::from_millis(20)))
    .deadline(Duration::from_secs(30));

/// A SQLite file: for the processes of one machine.
#[derive(Clone, Debug)]
pub struct SqliteStore {
    pool: SqlitePool,
}

impl SqliteStore {
    /// Opens the file, and makes it and its tables if they are missing.
    ///
    /// # Errors
    ///
    /// It cannot be opened, or its tables are those of another version.
    pub async fn open(file: &Path) -> anyhow::Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // `SqliteStorage::setup` turns this off, and a power cut may then cost the file.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(30));
        // SQLite has one writer. More connections would only wait for each other, and less fairly.
        let pool = SqlitePoolOptions::new().max_connections(1);
        // A new file is switched to its journal without regard to the timeout, and another process may do it too.
        let pool = OPEN
            .retry(|| pool.clone().connect_with(options.clone()))
            .on(is_busy)
            .await
            .with_context(|| format!("cannot open {}", file.display()))?;
        // Two processes that find a new file would both make the tables, and one would fail.
        let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
        SqliteStorage::migrations().run(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(Self { pool })
    }
}

/// Whether another process has locked the file. The low byte of SQLite's code is the kind of error.
fn is_busy(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(DatabaseError::code);
    code.is_some_and(|code| code.parse::<u32>().is_ok_and(|code| code & 0xff == 5))
}

impl Store for SqliteStore {
    async fn push(&self, tasks: Vec<NewTask>) -> anyhow::Result<()> {
        let mut transaction = self.pool.begin().await?;
        for task in tasks {
            push_tasks(&mut *transaction, task.queue, &[task.into_task()]).await?;
        }
        Ok(transaction.commit().await?)
    }

    async fn complete(
        &self,
        claim: &Claim,
        word: &str,
        next: Option<NewTask>,
        crash_at: Option<CrashPoint>,
    ) -> anyhow::Result<bool> {
        let mut transaction = self.pool.begin().await?;
        let done = sqlx::query(
            "UPDATE Jobs SET status = 'Done', attempts = 1, done_at = strftime('%s', 'now'), last_result = ?
             WHERE id = ? AND lock_by IS ? AND status <> 'Done'",
        )
        .bind(serde_json::json!({ "Ok": word }).to_string())
        .bind(&claim.task)
        .bind(&claim.worker)
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        CrashPoint::BetweenStatements.reached(crash_at);
        if let Some(task) = next {
            push_tasks(&mut *transaction, task.queue, &[task.into_task()]).await?;
        }
        CrashPoint::BeforeCommit.reached(crash_at);
        transaction.commit().await?;
        Ok(true)
    }

    async fn depth(&self, queue: &str) -> anyhow::Result<Depth> {
        let (waiting, claimed) = sqlx::query_as(
            "SELECT COUNT(*) FILTER (WHERE status = 'Pending'), COUNT(*) FILTER (WHERE status <> 'Pending')
             FROM Jobs WHERE job_type = ? AND status IN ('Pending', 'Queued', 'Running')",
        )
        .bind(queue)
        .fetch_one(&self.pool)
        .await?;
        Ok(Depth { waiting, claimed })
    }

    async fn unclaimed(&self, queue: &str) -> anyhow::Result<Vec<Stored>> {
        let rows = sqlx::query_as(
            "SELECT id, job FROM Jobs WHERE job_type = ? AND status = 'Pending' ORDER BY id",
        )
        .bind(queue)
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter().map(Stored::from_row).collect()
    }

    async fn work(
        &self,
        worker: WorkerContext,
        options: Options,
        deliverer: Deliverer<Self>,
    ) -> anyhow::Result<()> {
        let config = Config::default()
            .queue(DELIVER)
            .batch_size(options.batch())
            .heartbeat_interval(options.heartbeat)
            .missed_heartbeats(Options::MISSED_HEARTBEATS)
            // `complete` acknowledges. A claimed task needs no second lock, which would also come late.
            .persist_results(false)
            .lock_tasks(false);
        let backend = SqliteStorage::<Value>::new(&self.pool)
            .with_config(config)
            .poll_with_strategy(PollEvery::new(options.poll));
        let first_error = FirstError::default();
        WorkerBuilder::new(&worker)
            .backend(backend)
            .data(deliverer)
            .concurrency(options.concurrency)
            .on_event(first_error.listener())
            .build(handle::<Self>)
            .run()
            .await?;
        first_error.into_result()
    }
}
