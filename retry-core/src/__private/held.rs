/// A value that the block of an attempt captures as a whole, also if it is `Copy`.
#[derive(Debug)]
pub struct Held<T>(T);

/// Holds it.
pub fn held<T>(value: T) -> Held<T> {
    Held(value)
}

impl<T> Held<T> {
    /// The value.
    pub fn release(self) -> T {
        self.0
    }
}
