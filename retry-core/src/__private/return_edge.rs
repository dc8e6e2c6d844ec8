/// A value that is never made: it gives the block around it the declared type.
#[must_use]
pub fn never<R>() -> R {
    unreachable!("the branch around it is never taken")
}

/// Takes ownership, so that the block around it captures by value.
pub fn own<T>(_: T) {}
