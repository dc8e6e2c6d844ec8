//! The key `hedge` of the attribute and of the block.

use std::{
    cell::Cell,
    future::{Future, pending},
    pin::Pin,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use async_trait::async_trait;
use retry_core::{Hedge, TimedOut, Verdict, hedge::Latencies, retry, retry_block};

use crate::stage::{Answer, Stage, ms};

static HEDGE: Hedge<Latencies> = Hedge::quantile(0.95).or(ms(20)).at_most(2);
const DELAY: Duration = ms(30);

/// Answers at the attempt `only`; the others never do.
#[derive(Default)]
struct Api {
    calls: AtomicU32,
    only: u32,
}

impl Api {
    fn answering(only: u32) -> Self {
        Self {
            only,
            ..Self::default()
        }
    }

    async fn get(&self, path: &str) -> Result<String, String> {
        if self.calls.fetch_add(1, Ordering::SeqCst) + 1 < self.only {
            pending::<()>().await;
        }
        Ok(format!("page of {path}"))
    }

    #[retry(hedge = 10ms)]
    async fn method(&self, path: &str) -> Result<String, String> {
        let page = self.get(path).await?;
        Ok(page)
    }
}

#[retry(attempts = 5, hedge = 0.01)]
async fn literal(api: &Api, path: String) -> Result<String, String> {
    api.get(&path).await
}

#[retry(hedge = DELAY)]
async fn duration(api: &Api) -> Result<String, String> {
    api.get("/tea").await
}

#[retry(hedge = Hedge::after(ms(15)).at_most(2))]
async fn value(api: &Api) -> Result<String, String> {
    api.get("/tea").await
}

#[retry(hedge = &HEDGE, name = "measured")]
async fn reference(api: &Api) -> Result<String, String> {
    api.get("/tea").await
}

#[retry(hedge = 10ms)]
#[allow(clippy::manual_async_fn, reason = "this form is tested")]
fn future<'a>(api: &'a Api, path: &'a str) -> impl Future<Output = Result<String, String>> + 'a {
    async move { api.get(path).await }
}

#[retry(hedge = 10ms)]
fn boxed<'a>(
    api: &'a Api,
    path: &'a str,
) -> Pin<Box<dyn Future<Output = Result<String, String>> + Send + 'a>> {
    Box::pin(async move { api.get(path).await })
}

#[async_trait]
trait Get {
    async fn by_trait(&self, path: &str) -> Result<String, String>;
}

#[async_trait]
impl Get for Api {
    #[retry(hedge = 10ms)]
    async fn by_trait(&self, path: &str) -> Result<String, String> {
        self.get(path).await
    }
}

/// Two attempts, of which the second answers, and the delay before it.
async fn took(run: impl Future<Output = Result<String, String>>) -> Duration {
    let start = tokio::time::Instant::now();
    assert_eq!(run.await.as_deref(), Ok("page of /tea"));
    start.elapsed()
}

#[tokio::test(start_paused = true)]
async fn each_form_of_value_and_of_function_is_hedged() {
    let api = || Api::answering(2);
    assert_eq!(took(literal(&api(), "/tea".to_owned())).await, ms(10));
    assert_eq!(took(duration(&api())).await, ms(30));
    assert_eq!(took(value(&api())).await, ms(15));
    assert_eq!(took(reference(&api())).await, ms(20));
    assert_eq!(took(api().method("/tea")).await, ms(10));
    assert_eq!(took(future(&api(), "/tea")).await, ms(10));
    assert_eq!(took(boxed(&api(), "/tea")).await, ms(10));
    assert_eq!(took(api().by_trait("/tea")).await, ms(10));
    let third = Api::answering(3);
    assert_eq!(took(literal(&third, "/tea".to_owned())).await, ms(20));
}

#[tokio::test(start_paused = true)]
async fn a_block_is_hedged_and_borrows_what_is_around_it() {
    let api = Api::answering(2);
    let path = String::from("/tea");
    let typed =
        retry_block!(hedge = 10ms; async -> Result<String, String> { api.get(&path).await });
    assert_eq!(took(typed).await, ms(10));
    let api = Api::answering(2);
    let inferred = retry_block!(hedge = Hedge::after(DELAY); async { api.get(&path).await });
    assert_eq!(took(inferred).await, ms(30));
    drop(path);
}

#[tokio::test(start_paused = true)]
async fn a_hedged_function_is_send_and_its_body_may_fail_return_and_use_the_attempt() {
    #[retry(attempts = 5, hedge = 10ms, context = attempt, on = |_| false)]
    async fn numbered(answers: &[u32], mut path: String, mut number: u32) -> Result<u32, String> {
        path.push_str("/leaf");
        number += attempt.number();
        if answers.contains(&attempt.number()) {
            return Ok(number);
        }
        tokio::task::yield_now().await;
        let () = pending::<Result<(), String>>().await?;
        Err(path)
    }
    let spawned = tokio::spawn(async {
        let answers = vec![3];
        numbered(&answers, "/tea".to_owned(), 10).await
    });
    assert_eq!(spawned.await.unwrap(), Ok(13));
}

#[tokio::test(start_paused = true)]
async fn each_attempt_gets_fresh_copies_of_its_own() {
    #[retry(attempts = 3, hedge = 10ms, clone(path))]
    async fn consumes(
        seen: &std::sync::Mutex<Vec<String>>,
        path: String,
        mut more: &str,
    ) -> Result<String, String> {
        let mut path = path;
        path.push_str(more);
        more = "!";
        seen.lock().unwrap().push(path.clone());
        if seen.lock().unwrap().len() < 3 {
            pending::<()>().await;
        }
        path.push_str(more);
        Ok(path)
    }
    let seen = std::sync::Mutex::default();
    let result = consumes(&seen, "/tea".to_owned(), "?").await;
    assert_eq!(result.as_deref(), Ok("/tea?!"));
    assert_eq!(seen.into_inner().unwrap(), ["/tea?"; 3]);
}

#[tokio::test(start_paused = true)]
async fn other_keys_go_with_it() {
    let hedges = Cell::new(0);
    let start = tokio::time::Instant::now();
    let run = retry_block!(
        attempts = 4,
        hedge = 100ms,
        attempt_timeout = 150ms,
        timed_out = |cut: TimedOut| cut.to_string(),
        on = |_| Verdict::Retry,
        on_retry = |event| hedges.set(hedges.get() + u32::from(event.is_hedge())),
        name = "fetch";
        async -> Result<(), String> { pending().await }
    );
    assert_eq!(run.await, Err("attempt timed out after 150ms".to_owned()));
    assert_eq!((start.elapsed(), hedges.get()), (ms(400), 3));
}

#[test]
fn a_manual_clock_drives_it() {
    #[retry(attempts = 5, hedge = 100ms, timer = &stage.clock, context = attempt, on = Answer::verdict)]
    async fn staged(stage: &Stage) -> Result<u32, Answer> {
        stage.attempt(&[(250, Answer::Fine)], attempt).await
    }
    let stage = Stage::default();
    assert_eq!(stage.play(staged(&stage)), Ok(1));
    assert_eq!(*stage.begins.borrow(), [0, 100, 200]);
}
