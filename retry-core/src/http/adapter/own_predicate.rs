use crate::outcome::{IntoVerdict, Predicate, Unset, Verdict};

/// A predicate of the caller's own, which is asked before the rules of a call.
pub trait OwnPredicate<T> {
    /// Its verdict; `None` leaves it to the rules.
    fn decide(&mut self, judged: &T) -> Option<Verdict>;
}

impl<T> OwnPredicate<T> for Unset {
    fn decide(&mut self, _: &T) -> Option<Verdict> {
        None
    }
}

impl<T, F, V> OwnPredicate<T> for Predicate<F>
where
    F: FnMut(&T) -> V,
    V: IntoVerdict,
{
    fn decide(&mut self, judged: &T) -> Option<Verdict> {
        (self.0)(judged).before_rules()
    }
}
