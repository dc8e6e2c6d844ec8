use std::sync::{Arc, OnceLock};

use anyhow::anyhow;
use apalis::prelude::{Event, WorkerContext};

/// The first error of a worker, which stops it.
///
/// apalis only reports it. The task that could not be completed would stay claimed for as long as the worker is alive.
#[derive(Clone, Debug, Default)]
pub(crate) struct FirstError(Arc<OnceLock<String>>);

impl FirstError {
    /// Hears the worker's events.
    pub(crate) fn listener(&self) -> impl Fn(&WorkerContext, &Event) + Send + Sync + use<> {
        let first = self.clone();
        move |worker, event| {
            if let Event::Error(error) = event {
                first.0.get_or_init(|| format!("{error:#}"));
                // It fails only before the start, and a worker that has not started has no errors.
                let _ = worker.stop();
            }
        }
    }

    pub(crate) fn into_result(self) -> anyhow::Result<()> {
        match self.0.get() {
            Some(text) => Err(anyhow!("the worker stopped: {text}")),
            None => Ok(()),
        }
    }
}
