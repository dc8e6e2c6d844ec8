//! Poll until: retry a success that is not the one you want.

use std::cell::Cell;

use retry_core::{retry, testing};

// `on_ok` says which values to retry, `on` which errors. Without `exhausted`, an export that is still
// running after the last attempt would come back as `Ok`.
#[retry(
    attempts = 10,
    backoff = 500ms,
    on = ApiError::Unreachable,
    on_ok = Export::Running { .. },
    exhausted = |export| Err(ApiError::NotReady(export))
)]
fn finished(api: &Api) -> Result<Export, ApiError> {
    api.export()
}

fn main() {
    let _guard = testing::no_waits();

    let export = finished(&Api::ready_at_call(4));
    assert_eq!(export, Ok(Export::Done { url: "/export.csv" }));

    let late = finished(&Api::ready_at_call(100));
    let last = Export::Running { percent: 10 };
    assert_eq!(late, Err(ApiError::NotReady(last)));
}

#[derive(Debug, PartialEq)]
enum Export {
    Running { percent: u32 },
    Done { url: &'static str },
}

#[derive(Debug, PartialEq)]
enum ApiError {
    Unreachable,
    NotReady(Export),
}

struct Api {
    calls: Cell<u32>,
    ready_at: u32,
}

impl Api {
    fn ready_at_call(ready_at: u32) -> Self {
        let calls = Cell::new(0);
        Self { calls, ready_at }
    }

    fn export(&self) -> Result<Export, ApiError> {
        self.calls.set(self.calls.get() + 1);
        match self.calls.get() {
            2 => Err(ApiError::Unreachable),
            call if call < self.ready_at => Ok(Export::Running { percent: call }),
            _ => Ok(Export::Done { url: "/export.csv" }),
        }
    }
}
