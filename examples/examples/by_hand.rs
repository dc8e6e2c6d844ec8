//! The loop by hand: it may borrow anything mutably, and act between two attempts.

use std::{
    future,
    io::{self, ErrorKind},
    time::Duration,
};

use retry_core::{Backoff, Policy, Retryable};

const POLICY: Policy = Policy::new()
    .attempts(5)
    .backoff(Backoff::exponential(Duration::from_millis(5)));

async fn rows(conn: &mut Connection, sql: &str) -> io::Result<Vec<String>> {
    let mut run = POLICY.start();
    loop {
        let pause = match conn.query(sql).await {
            Ok(rows) => return Ok(rows),
            Err(error) => {
                // `?` returns an error that is not worth a retry, and the last one.
                let verdict = error.verdict();
                run.pause_as(error, verdict)?
            }
        };
        // In a statement of its own, so that nothing of the failed attempt lives while it waits.
        pause.await;
        conn.reconnect();
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> io::Result<()> {
    let mut conn = Connection::default();
    assert_eq!(rows(&mut conn, "select name").await?, ["tea"]);
    assert_eq!(conn.connects, 2);

    let refused = rows(&mut conn, "selekt").await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::InvalidInput);
    assert_eq!(conn.connects, 2);
    Ok(())
}

/// A connection that works after two reconnects.
#[derive(Default)]
struct Connection {
    connects: u32,
}

impl Connection {
    fn reconnect(&mut self) {
        self.connects += 1;
    }

    async fn query(&mut self, sql: &str) -> io::Result<Vec<String>> {
        future::ready(match (sql, self.connects) {
            ("selekt", _) => Err(ErrorKind::InvalidInput.into()),
            (_, 0 | 1) => Err(ErrorKind::ConnectionReset.into()),
            _ => Ok(vec!["tea".to_owned()]),
        })
        .await
    }
}
