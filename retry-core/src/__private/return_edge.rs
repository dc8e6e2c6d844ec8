/// Gives the block around it the declared return type. Never called.
#[must_use]
pub fn never<R>() -> R {
    unreachable!("the branch around it is never taken")
}

/// Takes a value, so that the block around it captures it by value.
pub fn own<T>(_: T) {}
