use futures_lite::future::block_on;
use retry_core::{retry, retry_block};

use crate::play::{Form, Play, Refused};

/// The forms that need no client.
pub(crate) const FORMS: &[(&str, Form)] = &[
    ("closure", closure),
    ("async closure", async_closure),
    ("attribute", attribute),
    ("attribute on an async function", async_attribute),
    ("block", block),
    ("async block", async_block),
    ("loop by hand", by_hand),
    ("async loop by hand", async_by_hand),
];

fn closure(play: &Play) {
    let run = retry(|| play.attempt())
        .policy(play.policy)
        .on(Refused::verdict)
        .name("fetch")
        .on_retry(play.hook("retry"))
        .on_stop(play.hook("stop"))
        .on_end(play.hook("end"))
        .budget(&*play.budget)
        .timer(&play.clock);
    #[cfg(feature = "tracing")]
    let run = run.show_error();
    let _ = run.call();
}

fn async_closure(play: &Play) {
    let run = retry(|| async { play.attempt() })
        .policy(play.policy)
        .on(Refused::verdict)
        .name("fetch")
        .on_retry(play.hook("retry"))
        .on_stop(play.hook("stop"))
        .on_end(play.hook("end"))
        .budget(&*play.budget)
        .timer(&play.clock);
    #[cfg(feature = "tracing")]
    let run = run.show_error();
    let _ = block_on(async { run.await });
}

fn attribute(play: &Play) {
    #[retry(
        policy = play.policy,
        on = Refused::verdict,
        on_retry = play.hook("retry"),
        on_stop = play.hook("stop"),
        on_end = play.hook("end"),
        budget = &*play.budget,
        timer = &play.clock
    )]
    fn fetch(play: &Play) -> Result<u16, Refused> {
        play.attempt()
    }
    let _ = fetch(play);
}

fn async_attribute(play: &Play) {
    #[retry(
        policy = play.policy,
        on = Refused::verdict,
        on_retry = play.hook("retry"),
        on_stop = play.hook("stop"),
        on_end = play.hook("end"),
        budget = &*play.budget,
        timer = &play.clock
    )]
    async fn fetch(play: &Play) -> Result<u16, Refused> {
        play.attempt()
    }
    let _ = block_on(fetch(play));
}

fn block(play: &Play) {
    let _ = retry_block!(
        policy = play.policy,
        on = Refused::verdict,
        name = "fetch",
        on_retry = play.hook("retry"),
        on_stop = play.hook("stop"),
        on_end = play.hook("end"),
        budget = &*play.budget,
        timer = &play.clock;
        -> Result<u16, Refused> { play.attempt() }
    );
}

fn async_block(play: &Play) {
    let run = retry_block!(
        policy = play.policy,
        on = Refused::verdict,
        name = "fetch",
        on_retry = play.hook("retry"),
        on_stop = play.hook("stop"),
        on_end = play.hook("end"),
        budget = &*play.budget,
        timer = &play.clock;
        async -> Result<u16, Refused> { play.attempt() }
    );
    let _ = block_on(run);
}

fn by_hand(play: &Play) {
    let run = play.policy.start().name("fetch").budget(&*play.budget);
    let run = run
        .on_retry(play.hook::<Result<(), Refused>>("retry"))
        .on_stop(play.hook::<Result<(), Refused>>("stop"))
        .on_end(play.hook::<Result<(), Refused>>("end"))
        .timer(&play.clock);
    #[cfg(feature = "tracing")]
    let run = run.show_error();
    let mut run = run;
    let mut fetch = || -> Result<u16, Refused> {
        loop {
            let pause = match play.attempt() {
                Ok(status) => return Ok(run.accept(status)),
                Err(refused) => run.pause_on(refused, Refused::verdict)?,
            };
            pause.block();
        }
    };
    let _ = fetch();
}

fn async_by_hand(play: &Play) {
    let run = play.policy.start().name("fetch").budget(&*play.budget);
    let run = run
        .on_retry(play.hook::<Result<(), Refused>>("retry"))
        .on_stop(play.hook::<Result<(), Refused>>("stop"))
        .on_end(play.hook::<Result<(), Refused>>("end"))
        .timer(&play.clock);
    #[cfg(feature = "tracing")]
    let run = run.show_error();
    let mut run = run;
    let fetch = async {
        loop {
            let pause = match play.attempt() {
                Ok(status) => return Ok::<u16, Refused>(run.accept(status)),
                Err(refused) => run.pause_on(refused, Refused::verdict)?,
            };
            pause.await;
        }
    };
    let _ = block_on(fetch);
}
