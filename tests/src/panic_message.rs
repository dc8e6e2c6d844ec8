use std::panic::{UnwindSafe, catch_unwind};

/// What a function says when it panics.
///
/// # Panics
///
/// When it does not panic, or with something else than a text.
pub fn panic_message<R>(panics: impl FnOnce() -> R + UnwindSafe) -> String {
    let Err(panic) = catch_unwind(panics) else {
        panic!("it does not panic")
    };
    let text = panic.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .expect("a text")
}
