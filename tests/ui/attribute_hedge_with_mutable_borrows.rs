//! Attempts that run at the same time cannot share a mutable borrow.

use retry_core::retry;

struct Client {
    calls: u32,
}

impl Client {
    #[retry(hedge = 50ms)]
    async fn fetch(&mut self) -> Result<u32, ()> {
        self.calls += 1;
        Ok(self.calls)
    }

    #[retry(hedge = 50ms)]
    async fn fetch_typed(self: &mut Self) -> Result<u32, ()> {
        Ok(self.calls)
    }
}

#[retry(hedge = 50ms)]
async fn count(calls: &mut u32) -> Result<u32, ()> {
    *calls += 1;
    Ok(*calls)
}

#[retry(hedge = 50ms)]
async fn count_bound_mut(mut calls: &mut u32) -> Result<u32, ()> {
    *calls += 1;
    Ok(*calls)
}

fn main() {
    let mut client = Client { calls: 0 };
    drop(client.fetch());
    drop(client.fetch_typed());
    drop(count(&mut 0));
    drop(count_bound_mut(&mut 0));
}
