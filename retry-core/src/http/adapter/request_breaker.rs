use core::{borrow::Borrow, fmt};
use std::{format, string::String, sync::Arc};

use crate::{
    breaker::{Breaker, BreakerOpen, Breakers},
    driver::Held,
    http::request::Target,
    outcome::{Unset, Verdict},
    retry::{Breaking, MaybeBreaker},
    time::Clock,
};

/// A `&'static Breaker`, an `Arc<Breaker>`, or a breaker of the client's own.
#[derive(Clone)]
pub(super) struct SharedBreaker(Arc<dyn Borrow<Breaker> + Send + Sync>);

/// Gives a server its breaker.
pub(super) type ServerBreakers = Arc<dyn Fn(&str) -> Arc<Breaker> + Send + Sync>;

impl SharedBreaker {
    pub(super) fn new(breaker: impl Borrow<Breaker> + Send + Sync + 'static) -> Self {
        Self(Arc::new(breaker))
    }

    /// That of the server that a URL names: its host in lower case, and its port if that is not the default.
    pub(super) fn of_server(breakers: &ServerBreakers, url: &Target<'_>) -> Option<Self> {
        let host = url.host?.to_ascii_lowercase();
        let is_default = matches!(
            (url.scheme, url.port),
            (_, None) | (Some("http"), Some(80)) | (Some("https"), Some(443))
        );
        let breaker = match url.port.filter(|_| !is_default) {
            None => breakers(&host),
            Some(port) => breakers(&format!("{host}:{port}")),
        };
        Some(Self(Arc::new(breaker)))
    }
}

pub(super) fn by_server<F>(
    breakers: impl Borrow<Breakers<String, F>> + Send + Sync + 'static,
) -> ServerBreakers
where
    F: Fn() -> Breaker + 'static,
{
    Arc::new(move |server: &str| breakers.borrow().get(server))
}

impl Borrow<Breaker> for SharedBreaker {
    fn borrow(&self) -> &Breaker {
        (*self.0).borrow()
    }
}

impl fmt::Debug for SharedBreaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let breaker: &Breaker = self.borrow();
        breaker.fmt(f)
    }
}

/// The breaker that the attempts of a request ask, or none.
#[derive(Clone, Debug, Default)]
pub struct RequestBreaker(Option<Breaking<SharedBreaker, Unset>>);

impl RequestBreaker {
    pub(super) fn new(breaker: Option<SharedBreaker>) -> Self {
        Self(breaker.map(|breaker| Breaking::new(breaker, Unset)))
    }

    /// Why the attempt that is due was refused, if it was.
    #[cfg(any(feature = "reqwest-middleware", feature = "tower"))]
    pub(super) fn refused(&self) -> Option<BreakerOpen> {
        self.0.as_ref()?.refused()
    }

    pub(super) fn admit(&mut self, clock: &dyn Clock) -> Result<(), BreakerOpen> {
        match &mut self.0 {
            Some(breaking) => breaking.admit(clock),
            None => Ok(()),
        }
    }

    /// Tells it how the attempt ended, before the run decides.
    pub(super) fn report(&mut self, verdict: &Verdict, clock: &dyn Clock) {
        if let Some(breaking) = &mut self.0 {
            breaking.report(verdict, clock);
        }
    }
}

impl MaybeBreaker for RequestBreaker {
    const IS_SET: bool = true;

    fn ask_closed(&mut self) -> bool {
        self.0.as_mut().is_none_or(Breaking::ask_closed)
    }

    fn ask_open(&mut self, clock: &dyn Clock) -> bool {
        self.0
            .as_mut()
            .is_none_or(|breaking| breaking.ask_open(clock))
    }

    fn refusal(&self) -> Option<Verdict> {
        self.0.as_ref()?.refusal()
    }

    fn holds_place(&self) -> bool {
        self.0.as_ref().is_some_and(Breaking::holds_place)
    }

    fn release(&mut self) {
        if let Some(breaking) = &mut self.0 {
            breaking.release();
        }
    }

    fn accepted(&mut self, clock: &dyn Clock) {
        if let Some(breaking) = &mut self.0 {
            breaking.accepted(clock);
        }
    }

    fn cut(&mut self, clock: &dyn Clock) {
        if let Some(breaking) = &mut self.0 {
            breaking.cut(clock);
        }
    }

    fn failed(&mut self, verdict: &Verdict, clock: &dyn Clock) -> Option<Held> {
        self.0.as_mut()?.failed(verdict, clock)
    }
}
