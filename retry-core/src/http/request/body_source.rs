use core::{
    any::{Any, type_name},
    fmt,
};
use std::{boxed::Box, format, io, sync::Arc};

/// A closure that makes a body of one type for each attempt.
#[derive(Clone)]
pub(in crate::http) struct BodySource {
    /// A [`Make`] of the type of the bodies.
    make: Arc<dyn Any + Send + Sync>,
    makes: &'static str,
}

type Make<B> = Box<dyn Fn() -> io::Result<B> + Send + Sync>;

impl BodySource {
    pub(super) fn new<B: 'static>(
        make: impl Fn() -> io::Result<B> + Send + Sync + 'static,
    ) -> Self {
        let make: Make<B> = Box::new(make);
        Self {
            make: Arc::new(make),
            makes: type_name::<B>(),
        }
    }

    /// A body; `None` if the closure makes bodies of another type.
    pub(in crate::http) fn make<B: 'static>(&self) -> Option<io::Result<B>> {
        let make: &Make<B> = self.make.downcast_ref()?;
        Some(make())
    }

    /// The error for a client that sends other bodies.
    pub(in crate::http) fn mismatch(&self, sends: &str) -> io::Error {
        let message = format!(
            "the closure of `body_from` makes a `{}`, and this client sends a `{sends}`",
            self.makes
        );
        io::Error::new(io::ErrorKind::InvalidInput, message)
    }
}

impl fmt::Debug for BodySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BodySource").field(&self.makes).finish()
    }
}
