//! With other layers, runtimes and executors.

use std::{
    future::Future,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::SeqCst},
    },
    task::{Context, Waker},
    time::Duration,
};

use retry_core::{Policy, tower::RetryLayer};
use retry_tests::{EXACT, SECOND, block_on};
use tower::{BoxError, Layer as _, Service, ServiceBuilder, ServiceExt, service_fn};

use crate::queue::{BUSY, Queue, Refused};

#[tokio::test(start_paused = true)]
async fn each_attempt_has_the_timeout_and_the_permit_of_the_layers_below() {
    let calls = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&calls);
    let slow = service_fn(move |(): ()| {
        let number = counted.fetch_add(1, SeqCst);
        async move {
            if number < 2 {
                std::future::pending::<()>().await;
            }
            Ok::<_, BoxError>(number)
        }
    });
    let service = ServiceBuilder::new()
        .layer(RetryLayer::new(EXACT))
        .concurrency_limit(1)
        .timeout(Duration::from_secs(10))
        .service(slow);
    let start = tokio::time::Instant::now();
    let sent = service.clone().oneshot(());
    assert_eq!(sent.await.expect("a response"), 2);
    // Two timeouts, and waits of 1 and 2 s.
    assert_eq!(start.elapsed(), Duration::from_secs(23));
}

#[tokio::test(start_paused = true)]
async fn another_request_gets_the_permit_during_the_wait() {
    let service = service_fn(|job: &'static str| async move {
        if job == "tea" {
            Err::<(), _>("no tea")
        } else {
            Ok(())
        }
    });
    let service = ServiceBuilder::new()
        .layer(RetryLayer::new(EXACT.attempts(2)))
        .concurrency_limit(1)
        .service(service);
    let start = tokio::time::Instant::now();
    let tea = tokio::spawn(service.clone().oneshot("tea"));
    tokio::time::sleep(SECOND / 2).await;
    assert!(!tea.is_finished());
    service.oneshot("milk").await.expect("a permit");
    assert_eq!(start.elapsed(), SECOND / 2);
    assert_eq!(tea.await.expect("no panic"), Err("no tea"));
}

#[tokio::test]
async fn a_request_that_borrows_is_sent_by_a_task() {
    let task = tokio::spawn(async move {
        let shop = String::from("tea");
        let service = service_fn(|item: &'static str| {
            let shop = &shop;
            async move { Ok::<_, ()>(format!("{item} of {shop}")) }
        });
        let mut service = RetryLayer::new(Policy::new()).layer(service);
        std::future::poll_fn(|cx| service.poll_ready(cx)).await?;
        service.call("leaves").await
    });
    assert_eq!(
        task.await.expect("no panic"),
        Ok("leaves of tea".to_owned())
    );
}

#[test]
fn a_service_of_boxed_errors_needs_nothing_more() {
    let queue = Queue::new([BUSY, Ok(1)]);
    let clock = queue.clock();
    let service = ServiceExt::<&str>::map_err(queue, |refused: Refused| {
        BoxError::from(format!("{refused:?}"))
    });
    let service = RetryLayer::new(EXACT)
        .timer(clock)
        .layer(service)
        .boxed_clone();
    assert_eq!(block_on(service.oneshot("tea")).expect("a response"), 1);
}

#[test]
#[should_panic(expected = "a finished run was polled again")]
fn a_future_that_is_polled_after_its_end_panics() {
    let queue = Queue::new([Ok(1)]);
    let mut service = RetryLayer::new(EXACT).layer(queue);
    let cx = &mut Context::from_waker(Waker::noop());
    assert!(Service::<&str>::poll_ready(&mut service, cx).is_ready());
    let mut sent = pin!(service.call("tea"));
    assert!(sent.as_mut().poll(cx).is_ready());
    let _ = sent.as_mut().poll(cx);
}

#[test]
fn debug_shows_the_policy_and_where_a_request_is() {
    let queue = Queue::new([Ok(1)]);
    let layer = RetryLayer::new(EXACT);
    assert!(format!("{layer:?}").contains("attempts"));
    let mut service = layer.layer(queue);
    let cx = &mut Context::from_waker(Waker::noop());
    assert!(Service::<&str>::poll_ready(&mut service, cx).is_ready());
    let sent = service.call("tea");
    let text = format!("{sent:?}");
    assert_eq!(text, "ResponseFuture { state: \"getting ready\", .. }");
}
