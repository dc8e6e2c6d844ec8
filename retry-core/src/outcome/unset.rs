/// Stands for an option that is not set.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unset;
