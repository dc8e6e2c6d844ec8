use std::env;

use durable::{DEAD, DELIVER, Depth, PostgresStore, SqliteStore, Store};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tempfile::TempDir;

/// A queue of a test's own.
pub(crate) enum Place {
    Sqlite(TempDir),
    Postgres(String),
}

impl Place {
    pub(crate) fn sqlite() -> Self {
        Self::Sqlite(tempfile::tempdir().expect("a temporary folder"))
    }

    /// A new database, or `None` where there is no server. The name is that of the test.
    pub(crate) async fn postgres(name: &str) -> Option<Self> {
        let Ok(url) = env::var("DURABLE_POSTGRES") else {
            println!("SKIPPED: there is no PostgreSQL in DURABLE_POSTGRES");
            return None;
        };
        let mut connection = PgConnection::connect(&url.replace("{}", "postgres"))
            .await
            .expect("the server answers");
        let create = AssertSqlSafe(format!("CREATE DATABASE {name}"));
        sqlx::raw_sql(create)
            .execute(&mut connection)
            .await
            .expect("the database is new");
        Some(Self::Postgres(url.replace("{}", name)))
    }

    /// The arguments of every command.
    pub(crate) fn arguments(&self) -> [String; 2] {
        match self {
            Self::Sqlite(folder) => ["--file".into(), file(folder)],
            Self::Postgres(url) => ["--postgres".into(), url.clone()],
        }
    }

    /// The open tasks of both queues, the living and the dead.
    pub(crate) async fn depths(&self) -> (Depth, Depth) {
        match self {
            Self::Sqlite(_) => depths(self.open_sqlite().await).await,
            Self::Postgres(url) => {
                depths(
                    PostgresStore::connect(url)
                        .await
                        .expect("the server answers"),
                )
                .await
            }
        }
    }

    pub(crate) async fn open_sqlite(&self) -> SqliteStore {
        let Self::Sqlite(folder) = self else {
            panic!("this queue is no file");
        };
        SqliteStore::open(file(folder).as_ref())
            .await
            .expect("the file opens")
    }
}

fn file(folder: &TempDir) -> String {
    let file = folder.path().join("queue.db");
    file.to_str().expect("a readable path").into()
}

async fn depths<S: Store>(store: S) -> (Depth, Depth) {
    let depth = async |queue| store.depth(queue).await.expect("the store answers");
    (depth(DELIVER).await, depth(DEAD).await)
}
