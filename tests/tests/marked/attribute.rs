//! Annotated functions, blocking and async, with the flag and without.

use std::{error::Error, io, num::ParseIntError, pin::Pin, time::Duration};

use retry_core::{
    Backoff, Event, Mark, Marked, Policy, Retryable, Verdict, retry, testing, testing::ManualClock,
};

type Answer<T> = Result<T, Marked<&'static str>>;

fn answer(calls: &mut u32) -> Answer<u32> {
    *calls += 1;
    match *calls {
        1 => Err("reset".transient()),
        2 => Err("busy".retry_after(Duration::from_secs(5))),
        _ => Err("gone".permanent()),
    }
}

#[retry(attempts = 10, unmarked, timer = clock)]
fn blocking(clock: &ManualClock, calls: &mut u32) -> Result<u32, &'static str> {
    let number = answer(calls)?;
    Ok(number)
}

#[retry(attempts = 10, timer = clock, unmarked)]
async fn in_async(clock: &ManualClock, calls: &mut u32) -> Result<u32, &'static str> {
    answer(calls)
}

#[tokio::test]
async fn the_flag_obeys_the_marks_and_takes_them_off() {
    let (clock, mut calls) = (ManualClock::new(), 0);
    assert_eq!(blocking(&clock, &mut calls), Err("gone"));
    assert_eq!((calls, clock.waits().len()), (3, 2));
    let (clock, mut calls) = (ManualClock::new(), 0);
    assert_eq!(in_async(&clock, &mut calls).await, Err("gone"));
    assert_eq!((calls, clock.waits().len()), (3, 2));
    assert!(clock.waits()[1] >= Duration::from_secs(5));
}

#[retry(unmarked)]
fn plain_errors(calls: &mut u32, last: &'static str) -> Result<u32, &'static str> {
    *calls += 1;
    if *calls == 1 {
        Err("reset")?;
    }
    if last == "value" {
        return Ok(7);
    }
    Err(last.permanent())
}

#[test]
fn in_the_body_an_error_without_a_mark_is_transient() {
    let _guard = testing::no_waits();
    let mut calls = 0;
    assert_eq!(plain_errors(&mut calls, "gone"), Err("gone"));
    assert_eq!(calls, 2);
    let mut calls = 0;
    assert_eq!(plain_errors(&mut calls, "value"), Ok(7));
    assert_eq!(calls, 2);
}

/// Each returns how its error was judged: once for a final error, three times for another.
macro_rules! counts {
    ($($name:ident($calls:ident) -> $type:ty, [$($keys:tt)*], $error:expr;)*) => {$(
        #[retry($($keys)*)]
        fn $name($calls: &mut u32) -> $type {
            *$calls += 1;
            $error
        }
    )*};
}

type Alias = Result<(), Marked<&'static str>>;

/// Somebody else's type of that name.
mod other {
    #[derive(Debug)]
    pub(super) struct Marked<E>(pub(super) E);
}

fn always<T>(_: &T) -> bool {
    true
}

counts! {
    declared(calls) -> Result<(), Marked<&'static str>>, [], Err("gone".permanent());
    with_policy(calls) -> Result<(), Marked<&'static str>>, [policy = SOON], Err("gone".permanent());
    by_alias(calls) -> Alias, [], Err("gone".permanent());
    of_impl(calls) -> Result<impl Sized, Marked<&'static str>>, [], Err::<(), _>("gone".permanent());
    asked(calls) -> Result<(), Marked<&'static str>>, [on = Retryable::verdict], Err("gone".permanent());
    asked_unmarked(calls) -> Result<(), &'static str>, [on = Marked::verdict, unmarked], Err("gone".permanent());
    unmarked_impl(calls) -> Result<impl Sized, &'static str>, [unmarked], Err::<(), _>("gone".permanent());
    unmarked_io(calls) -> io::Result<()>, [unmarked], Err(io::Error::other("gone").permanent());
    unmarked_box(calls) -> Result<(), Box<dyn Error>>, [unmarked], Err(Box::<dyn Error>::from("gone").permanent());
    endless(calls) -> Result<(), &'static str>, [attempts = unlimited, unmarked], Err("gone".permanent());
    with_attempt(calls) -> Result<(), &'static str>, [unmarked, context = _attempt], Err("gone".permanent());
    // The others are retried.
    of_others(calls) -> Result<(), other::Marked<u8>>, [backoff = SHORT], Err(other::Marked(1));
    of_hidden(calls) -> Result<(), impl Error>, [backoff = SHORT], Err(io::Error::other("gone"));
    transient(calls) -> Result<(), Marked<&'static str>>, [backoff = SHORT], Err("gone".transient());
    by_on(calls) -> Result<(), Marked<&'static str>>, [on = always, backoff = SHORT], Err("gone".permanent());
    by_on_unmarked(calls) -> Result<(), &'static str>, [on = always, unmarked, backoff = SHORT], Err("gone".permanent());
}

const SHORT: Duration = Duration::from_micros(1);
const SOON: Policy = Policy::new().backoff(Backoff::constant(SHORT));

#[test]
fn each_form_counts_its_attempts() {
    macro_rules! assert_counts {
        ($($name:ident: $expected:literal;)*) => {$({
            let mut calls = 0;
            assert!($name(&mut calls).is_err(), stringify!($name));
            assert_eq!(calls, $expected, stringify!($name));
        })*};
    }
    assert_counts! {
        declared: 1; with_policy: 1; by_alias: 1; of_impl: 1; asked: 1; asked_unmarked: 1;
        unmarked_impl: 1; unmarked_io: 1; unmarked_box: 1; endless: 1; with_attempt: 1;
        of_others: 3; of_hidden: 3; transient: 3; by_on: 3; by_on_unmarked: 3;
    }
}

#[retry(backoff = 1us)]
fn of_any_error<E>(calls: &mut u32, make: impl Fn() -> E) -> Result<(), E> {
    *calls += 1;
    Err(make())
}

/// The body of a generic function is judged once, for every `E`.
#[test]
fn a_generic_function_retries_every_error() {
    let mut calls = 0;
    assert_eq!(of_any_error(&mut calls, || 1), Err(1));
    assert_eq!(calls, 3);
}

#[retry(unmarked)]
fn generic<E>(calls: &mut u32, error: E) -> Result<(), E>
where
    E: Clone,
{
    *calls += 1;
    Err(error.clone().permanent())
}

struct Client {
    calls: u32,
}

impl Client {
    #[retry(unmarked, attempts = 5, backoff = 1us)]
    async fn fetch(&mut self, mut path: String) -> Result<String, ParseIntError> {
        self.calls += 1;
        path.push('!');
        if self.calls < 3 {
            "busy".parse::<u32>()?;
        }
        "gone".parse::<u32>().map_err(Mark::permanent)?;
        Ok(path)
    }

    #[retry(unmarked)]
    fn boxed(&mut self) -> Pin<Box<dyn Future<Output = Result<u32, &'static str>> + Send + '_>> {
        Box::pin(async move {
            self.calls += 1;
            Err("gone".permanent())
        })
    }
}

#[async_trait::async_trait]
trait Fetch {
    async fn fetch(&self) -> Result<u32, &'static str>;
}

#[async_trait::async_trait]
impl Fetch for u32 {
    #[retry(unmarked)]
    async fn fetch(&self) -> Result<u32, &'static str> {
        Err("gone".permanent())
    }
}

#[tokio::test]
async fn methods_futures_and_generic_functions_take_the_flag() {
    let mut calls = 0;
    assert_eq!(generic(&mut calls, 7), Err(7));
    assert_eq!(calls, 1);
    let mut client = Client { calls: 0 };
    assert!(client.fetch("/".into()).await.is_err());
    assert_eq!(client.calls, 3);
    let mut client = Client { calls: 0 };
    assert_eq!(client.boxed().await, Err("gone"));
    assert_eq!(client.calls, 1);
    assert_eq!(Fetch::fetch(&1).await, Err("gone"));
}

#[tokio::test]
async fn the_future_of_a_marked_function_can_be_spawned() {
    #[retry(unmarked, backoff = 1us)]
    async fn boxed(calls: &mut u32) -> Result<(), Box<dyn Error + Send + Sync>> {
        *calls += 1;
        tokio::task::yield_now().await;
        let error: Box<dyn Error + Send + Sync> = "gone".into();
        Err(error)?
    }
    let task = tokio::spawn(async {
        let mut calls = 0;
        (boxed(&mut calls).await.is_err(), calls)
    });
    assert_eq!(task.await.unwrap(), (true, 3));
}

#[retry(unmarked, attempt_timeout = 1s, timer = clock)]
async fn hangs(clock: &ManualClock) -> io::Result<()> {
    std::future::pending().await
}

#[tokio::test]
async fn an_attempt_that_is_cut_is_transient() {
    let clock = ManualClock::new();
    let error = hangs(&clock).await.unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    assert_eq!(clock.waits().len(), 2);
}

fn note(event: &Event<'_, Answer<()>>) {
    assert_eq!(event.error().unwrap().verdict(), Verdict::Stop);
}

#[retry(unmarked, on_stop = note)]
fn hooked() -> Result<(), &'static str> {
    Err("gone".permanent())
}

#[test]
fn hooks_see_the_marks() {
    assert_eq!(hooked(), Err("gone"));
}
