/// When a gate opens, and how long the window behind that is, in one word, so that both change
/// together and the latest opening is the largest word.
///
/// The lowest six bits hold the binary logarithm of the window, in nanoseconds; the opening is rounded
/// up to what the others can hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Closing(pub(super) u64);

impl Closing {
    /// The gate is open, and was not closed since it was last seen open.
    pub(super) const NONE: u64 = 0;
    /// What the opening is rounded to, in nanoseconds.
    pub(super) const GRAIN: u64 = 64;

    pub(super) fn new(opens: u64, window: u64) -> Self {
        let rounded = opens.saturating_add(Self::GRAIN - 1) & !(Self::GRAIN - 1);
        Self(rounded | u64::from(window.max(1).ilog2()))
    }

    pub(super) const fn opens(self) -> u64 {
        self.0 & !(Self::GRAIN - 1)
    }

    pub(super) const fn window(self) -> u64 {
        1 << (self.0 & (Self::GRAIN - 1))
    }
}
