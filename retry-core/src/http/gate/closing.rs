/// When a gate opens, and over which time after that the waiting calls are spread. Both are in one word,
/// so they change together, and the latest opening is the largest word.
///
/// The lowest six bits are the binary logarithm of the window in nanoseconds. The others are the opening
/// in nanoseconds, rounded up to a multiple of 64.
#[derive(Clone, Copy, Debug)]
pub(super) struct Closing(pub(super) u64);

impl Closing {
    /// The gate is open. A passed opening is reset to this by the first call that sees it.
    pub(super) const NONE: u64 = 0;
    /// The opening is rounded up to a multiple of this, in nanoseconds.
    pub(super) const STEP: u64 = 64;

    pub(super) fn new(opens: u64, window: u64) -> Self {
        let rounded = opens.saturating_add(Self::STEP - 1) & !(Self::STEP - 1);
        Self(rounded | u64::from(window.max(1).ilog2()))
    }

    pub(super) const fn opens(self) -> u64 {
        self.0 & !(Self::STEP - 1)
    }

    pub(super) const fn window(self) -> u64 {
        1 << (self.0 & (Self::STEP - 1))
    }
}
