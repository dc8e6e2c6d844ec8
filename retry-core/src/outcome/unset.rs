/// An option of a run that was not given.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unset;
