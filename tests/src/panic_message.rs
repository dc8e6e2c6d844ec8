use std::panic::{UnwindSafe, catch_unwind};

/// The message with which a function panics.
///
/// # Panics
///
/// If the function does not panic, or panics with something other than text.
pub fn panic_message<R>(panics: impl FnOnce() -> R + UnwindSafe) -> String {
    let Err(panic) = catch_unwind(panics) else {
        panic!("it does not panic")
    };
    let text = panic.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .expect("a text")
}
