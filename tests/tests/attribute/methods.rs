//! Methods that change, borrow or consume `self`.

use super::*;

struct Client {
    log: Vec<u32>,
    policy: Policy,
    patience: Duration,
}

impl Client {
    #[retry(attempts = 5, backoff = 0)]
    fn mutates(&mut self, until: usize) -> Result<usize, usize> {
        self.log.push(1);
        if self.log.len() < until {
            Err(self.log.len())
        } else {
            Ok(self.log.len())
        }
    }

    #[retry(policy = self.policy, deadline = self.patience)]
    async fn mutates_async(&mut self, until: usize) -> Result<usize, Box<dyn std::error::Error>> {
        self.log.push(1);
        self.helper().await;
        if self.log.len() < until {
            Err("again")?;
        }
        Ok(self.log.len())
    }

    async fn helper(&mut self) {
        tokio::task::yield_now().await;
        self.log.push(2);
    }

    #[retry(attempts = 2, backoff = 0)]
    fn borrows(&self) -> Option<&u32> {
        self.log.last()
    }

    #[retry(attempts = 2, backoff = 0)]
    fn consumes(self) -> Option<usize> {
        Some(self.log.len())
    }
}

fn client() -> Client {
    let policy = Policy::new()
        .attempts(5)
        .backoff(Backoff::constant(Duration::ZERO));
    Client {
        log: Vec::new(),
        policy,
        patience: SECOND * 60,
    }
}

#[tokio::test]
async fn methods_may_change_self_from_attempt_to_attempt() {
    assert_eq!(client().mutates(3), Ok(3));
    assert_eq!(client().mutates(9), Err(5));
    assert_eq!(client().borrows(), None);
    assert_eq!(client().consumes(), Some(0));
    let spawned = tokio::spawn(async {
        client()
            .mutates_async(5)
            .await
            .map_err(|error| error.to_string())
    });
    assert_eq!(spawned.await.expect("no panic"), Ok(6));
}
