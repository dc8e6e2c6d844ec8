use futures_lite::future::block_on;
use retry_core::{Budget, Policy, retry, retry_block, testing::ManualClock};
use retry_tests::EXACT;

use super::server::{Refused, Server};

/// Three attempts, a wait of a second before the second one.
pub(crate) const POLICY: Policy = EXACT.attempts(3);

type Run = fn(&Server, &Budget) -> Result<u32, Refused>;

/// Each form of run with the name that it has, for the same work under the same policy.
pub(crate) const FORMS: [(&str, Run); 8] = [
    ("closure", closure),
    ("async closure", async_closure),
    ("attribute", attribute_run),
    ("attribute_async", attribute_async_run),
    ("block", block),
    ("async block", async_block),
    ("loop", loop_by_hand),
    ("async loop", async_loop_by_hand),
];

fn closure(server: &Server, budget: &Budget) -> Result<u32, Refused> {
    retry(|| server.ask())
        .policy(POLICY)
        .on(Refused::verdict)
        .budget(budget)
        .timer(ManualClock::new())
        .name("closure")
        .show_error()
        .call()
}

fn async_closure(server: &Server, budget: &Budget) -> Result<u32, Refused> {
    let run = retry(|| server.ask_async())
        .policy(POLICY)
        .on(Refused::verdict)
        .budget(budget)
        .timer(ManualClock::new())
        .name("async closure")
        .show_error();
    block_on(async { run.await })
}

#[retry(policy = POLICY, on = Refused::verdict, budget = budget, timer = ManualClock::new())]
fn attribute(server: &Server, budget: &Budget) -> Result<u32, Refused> {
    server.ask()
}

fn attribute_run(server: &Server, budget: &Budget) -> Result<u32, Refused> {
    attribute(server, budget)
}

#[retry(policy = POLICY, on = Refused::verdict, budget = budget, timer = ManualClock::new())]
async fn attribute_async(server: &Server, budget: &Budget) -> Result<u32, Refused> {
    server.ask_async().await
}

fn attribute_async_run(server: &Server, budget: &Budget) -> Result<u32, Refused> {
    block_on(attribute_async(server, budget))
}

fn block(server: &Server, budget: &Budget) -> Result<u32, Refused> {
    retry_block!(
        policy = POLICY,
        on = Refused::verdict,
        budget = budget,
        timer = ManualClock::new(),
        name = "block";
        -> Result<u32, Refused> { server.ask() }
    )
}

fn async_block(server: &Server, budget: &Budget) -> Result<u32, Refused> {
    block_on(retry_block!(
        policy = POLICY,
        on = Refused::verdict,
        budget = budget,
        timer = ManualClock::new(),
        name = "async block";
        async -> Result<u32, Refused> { server.ask_async().await }
    ))
}

fn loop_by_hand(server: &Server, budget: &Budget) -> Result<u32, Refused> {
    let run = POLICY.start().timer(ManualClock::new());
    let mut run = run.name("loop").budget(budget).show_error();
    loop {
        let pause = match server.ask() {
            Ok(calls) => return Ok(run.accept(calls)),
            Err(error) => run.pause_on(error, Refused::verdict)?,
        };
        pause.block();
    }
}

fn async_loop_by_hand(server: &Server, budget: &Budget) -> Result<u32, Refused> {
    let run = POLICY.start().timer(ManualClock::new());
    let mut run = run.name("async loop").budget(budget).show_error();
    block_on(async {
        loop {
            let pause = match server.ask_async().await {
                Ok(calls) => return Ok(run.accept(calls)),
                Err(error) => run.pause_on(error, Refused::verdict)?,
            };
            pause.await;
        }
    })
}
