use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tokio::time::timeout;

use crate::call::{Call, End};

/// How many calls are under way at a time.
const CALLERS: usize = 12;

/// A client that makes calls.
pub(crate) trait Client: Send + Sync + 'static {
    fn send(&self, call: Call) -> impl Future<Output = End> + Send;
}

/// Makes all these calls, some of which are dropped on the way.
pub(crate) async fn make(client: impl Client, calls: Vec<Call>) -> Vec<(Call, End)> {
    let (client, calls) = (Arc::new(client), Arc::new(calls));
    let next = Arc::new(AtomicUsize::new(0));
    let callers = (0..CALLERS).map(|_| {
        let (client, calls, next) = (Arc::clone(&client), Arc::clone(&calls), Arc::clone(&next));
        tokio::spawn(async move {
            let mut ends = Vec::new();
            while let Some(&call) = calls.get(next.fetch_add(1, Ordering::Relaxed)) {
                let sending = client.send(call);
                let end = match call.dropped_after {
                    None => sending.await,
                    Some(time) => timeout(time, sending).await.unwrap_or(End::Dropped),
                };
                ends.push((call, end));
            }
            ends
        })
    });
    let mut ends = Vec::new();
    for caller in callers.collect::<Vec<_>>() {
        ends.extend(caller.await.expect("no panic"));
    }
    ends
}
