use super::*;
use std::{cell::RefCell, rc::Rc};

struct Noted(&'static str, Rc<RefCell<Vec<&'static str>>>);

impl Drop for Noted {
    fn drop(&mut self) {
        self.1.borrow_mut().push(self.0);
    }
}

struct Trace(Rc<RefCell<Vec<&'static str>>>);

impl retry_core::time::Clock for Trace {
    fn now(&self) -> Duration {
        Duration::ZERO
    }
}

impl retry_core::time::BlockingTimer for Trace {
    fn block(&self, _: Duration) {
        self.0.borrow_mut().push("wait");
    }
}

impl retry_core::time::AsyncTimer for Trace {
    type Sleep = std::future::Ready<()>;

    fn sleep(&self, _: Duration) -> Self::Sleep {
        self.0.borrow_mut().push("wait");
        std::future::ready(())
    }
}

#[retry(attempts = 2, backoff = 1s, timer = Trace(trace.clone()))]
fn blocking(trace: &Rc<RefCell<Vec<&'static str>>>) -> Result<(), Noted> {
    let _local = Noted("local", trace.clone());
    Err(Noted("error", trace.clone()))
}

#[retry(attempts = 2, backoff = 1s, timer = Trace(trace.clone()))]
async fn awaited(trace: &Rc<RefCell<Vec<&'static str>>>) -> Result<(), Noted> {
    let _local = Noted("local", trace.clone());
    futures_lite::future::yield_now().await;
    Err(Noted("error", trace.clone()))
}

#[test]
fn nothing_of_a_failed_attempt_lives_through_the_wait() {
    let trace = Rc::default();
    drop(blocking(&trace));
    assert_eq!(trace.take(), ["local", "error", "wait", "local", "error"]);
    drop(block_on(awaited(&trace)));
    assert_eq!(trace.take(), ["local", "error", "wait", "local", "error"]);
}
