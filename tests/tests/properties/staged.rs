use std::{future::IntoFuture, pin::Pin, sync::Arc};

use retry_core::{Budget, Policy, retry, retry_block};
use retry_tests::SECOND;

use crate::stage::Stage;

pub(crate) type Staged = Pin<Box<dyn Future<Output = Result<usize, usize>> + Send>>;

pub(crate) type Start = fn(Stage, Policy, Arc<Budget>) -> Staged;

/// The forms of run that are futures, over a stage.
pub(crate) const FORMS: &[(&str, Start)] = &[
    ("closure", closure),
    ("closure with a timeout", closure_with_timeout),
    ("attribute", |stage, policy, budget| {
        Box::pin(annotated(stage, policy, budget))
    }),
    ("attribute with a timeout", |stage, policy, budget| {
        Box::pin(annotated_with_timeout(stage, policy, budget))
    }),
    ("block", block),
    ("loop by hand", |stage, policy, budget| {
        Box::pin(by_hand(stage, policy, budget))
    }),
];

/// The outcome of an attempt that was cut.
pub(crate) const CUT: usize = usize::MAX;

fn closure(stage: Stage, policy: Policy, budget: Arc<Budget>) -> Staged {
    let run = retry({
        let stage = stage.clone();
        move || stage.attempt()
    });
    Box::pin(run.policy(policy).budget(budget).timer(stage).into_future())
}

fn closure_with_timeout(stage: Stage, policy: Policy, budget: Arc<Budget>) -> Staged {
    let run = retry({
        let stage = stage.clone();
        move || stage.attempt()
    });
    let run = run
        .policy(policy)
        .budget(budget)
        .attempt_timeout_or(SECOND, |_| CUT)
        .timer(stage);
    Box::pin(run.into_future())
}

#[retry(policy = policy, budget = Arc::clone(&budget), timer = &stage)]
async fn annotated(stage: Stage, policy: Policy, budget: Arc<Budget>) -> Result<usize, usize> {
    stage.attempt().await
}

#[retry(policy = policy, budget = Arc::clone(&budget), timer = &stage, attempt_timeout = 1s, timed_out = |_| CUT)]
async fn annotated_with_timeout(
    stage: Stage,
    policy: Policy,
    budget: Arc<Budget>,
) -> Result<usize, usize> {
    stage.attempt().await
}

fn block(stage: Stage, policy: Policy, budget: Arc<Budget>) -> Staged {
    let timer = stage.clone();
    Box::pin(retry_block!(
        policy = policy,
        budget = budget,
        timer = timer;
        async move -> Result<usize, usize> { stage.attempt().await }
    ))
}

async fn by_hand(stage: Stage, policy: Policy, budget: Arc<Budget>) -> Result<usize, usize> {
    let mut run = policy.start().budget(budget).timer(stage.clone());
    loop {
        let pause = match stage.attempt().await {
            Ok(call) => return Ok(run.accept(call)),
            Err(call) => run.pause(call)?,
        };
        pause.await;
    }
}
