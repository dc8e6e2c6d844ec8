use retry_core::{Event, Policy};

fn main() {
    let hook = |event: &Event<'_, Result<(), u8>>| drop(event.attempt());
    let mut run = Policy::new().start().on_retry(hook);
    let _ = run.pause("busy");
}
