use anyhow::Context;
use apalis::{layers::WorkerBuilderExt, prelude::*};
use apalis_postgres::{Config, Error, PostgresStorage, queries::push_tasks};
use serde_json::Value;
use sqlx::{
    Acquire, PgConnection,
    error::DatabaseError,
    postgres::{PgPool, PgPoolOptions},
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

/// A PostgreSQL database: for many machines.
#[derive(Clone, Debug)]
pub struct PostgresStore {
    pool: PgPool,
}

impl PostgresStore {
    /// Connects to the database, and makes apalis's tables if they are missing.
    ///
    /// # Errors
    ///
    /// It does not answer, or its tables are those of another version.
    pub async fn connect(url: &str) -> anyhow::Result<Self> {
        let pool = PgPoolOptions::new()
            .max_connections(10)
            .connect(url)
            .await
            .context("cannot connect to PostgreSQL")?;
        PostgresStorage::setup(&pool).await?;
        Ok(Self { pool })
    }
}

/// Pushes a task, unless the queue has seen its key.
///
/// apalis inserts a batch as one statement, and a duplicate fails it with all its tasks and the transaction around
/// it. So tasks are pushed singly, each behind a savepoint.
async fn push_one(connection: &mut PgConnection, task: NewTask) -> anyhow::Result<()> {
    let mut savepoint = connection.begin().await?;
    match push_tasks(&mut *savepoint, task.queue, vec![task.into_task()]).await {
        Ok(()) => savepoint.commit().await?,
        Err(Error::Database(error))
            if error
                .as_database_error()
                .is_some_and(DatabaseError::is_unique_violation) =>
        {
            savepoint.rollback().await?;
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

impl Store for PostgresStore {
    async fn push(&self, tasks: Vec<NewTask>) -> anyhow::Result<()> {
        let mut transaction = self.pool.begin().await?;
        for task in tasks {
            push_one(&mut transaction, task).await?;
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
            "UPDATE apalis.jobs SET status = 'Done', attempts = 1, done_at = now(), last_result = $1
             WHERE id = $2 AND lock_by IS NOT DISTINCT FROM $3 AND status <> 'Done'",
        )
        .bind(serde_json::json!({ "Ok": word }))
        .bind(&claim.task)
        .bind(&claim.worker)
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        CrashPoint::BetweenStatements.reached(crash_at);
        if let Some(task) = next {
            push_one(&mut transaction, task).await?;
        }
        CrashPoint::BeforeCommit.reached(crash_at);
        transaction.commit().await?;
        Ok(true)
    }

    async fn depth(&self, queue: &str) -> anyhow::Result<Depth> {
        let (waiting, claimed) = sqlx::query_as(
            "SELECT COUNT(*) FILTER (WHERE status = 'Pending'), COUNT(*) FILTER (WHERE status <> 'Pending')
             FROM apalis.jobs WHERE job_type = $1 AND status IN ('Pending', 'Queued', 'Running')",
        )
        .bind(queue)
        .fetch_one(&self.pool)
        .await?;
        Ok(Depth { waiting, claimed })
    }

    async fn unclaimed(&self, queue: &str) -> anyhow::Result<Vec<Stored>> {
        let rows = sqlx::query_as(
            "SELECT id, job FROM apalis.jobs WHERE job_type = $1 AND status = 'Pending' ORDER BY id",
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
        let backend = PostgresStorage::<Value>::new(&self.pool)
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
