use core::{fmt::Display, marker::PhantomData};

use crate::{
    observe::Shown,
    outcome::{Outcome, Unset},
};

/// Stands for the outcome of an annotated function, to choose its view: `ErrorOf::<R>::NEW.view()`.
///
/// The method of the type itself comes first, where its bound holds. Otherwise that of [`HidesError`] does.
#[derive(Clone, Copy, Debug)]
pub struct ErrorOf<R>(PhantomData<fn() -> R>);

impl<R> ErrorOf<R> {
    /// The only value.
    pub const NEW: Self = Self(PhantomData);
}

impl<R: Outcome<Error: Display>> ErrorOf<R> {
    /// The error has a text to show.
    #[must_use]
    pub const fn view(self) -> Shown {
        Shown
    }
}

/// The view of an error without a text.
pub trait HidesError: Sized {
    /// Only the type of the error is shown.
    fn view(self) -> Unset {
        Unset
    }
}

impl<R> HidesError for ErrorOf<R> {}
