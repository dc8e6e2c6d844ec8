use std::sync::Arc;

use futures_lite::future::block_on;
#[cfg(feature = "tower-policy")]
use retry_core::tower::TowerPolicy;
use retry_core::{Event, Verdict, tower::RetryLayer};
use tower::{Layer as _, ServiceExt as _, service_fn};

use crate::play::{Form, Play, Refused};

/// The forms around any service of tower.
pub(crate) const SERVICES: &[(&str, Form)] = &[
    ("layer around a service", layer),
    #[cfg(feature = "tower-policy")]
    ("policy of tower", tower_policy),
];

type Outcome = Result<u16, Refused>;

fn judge(outcome: &Outcome) -> Verdict {
    outcome
        .as_ref()
        .map_or_else(Refused::verdict, |_| Verdict::Accept)
}

/// The layer with all that the play has. Its type has no name.
macro_rules! layer_of {
    ($play:ident) => {{
        let layer = RetryLayer::new($play.policy)
            .judge(judge)
            .name("fetch")
            .on_retry(shared($play, "retry"))
            .on_stop(shared($play, "stop"))
            .on_end(shared($play, "end"))
            .budget(Arc::clone(&$play.budget))
            .timer($play.clock.clone());
        #[cfg(feature = "tracing")]
        let layer = layer.show_error();
        layer
    }};
}

/// A hook that can be cloned, as those of a layer are.
fn shared(play: &Play, hook: &'static str) -> impl Fn(&Event<'_, Outcome>) + Clone + use<> {
    let hook = Arc::new(play.hook::<Outcome>(hook));
    move |event| hook(event)
}

fn layer(play: &Play) {
    let service = layer_of!(play).layer(service_fn(|()| async { play.attempt() }));
    let _ = block_on(service.oneshot(()));
}

#[cfg(feature = "tower-policy")]
fn tower_policy(play: &Play) {
    let layer = tower::retry::RetryLayer::new(TowerPolicy::from(layer_of!(play)));
    let service = layer.layer(service_fn(|()| async { play.attempt() }));
    let _ = block_on(service.oneshot(()));
}
