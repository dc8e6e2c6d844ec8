/// What an admitted attempt holds until it is reported or released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "report it or release it: a probe whose ticket is lost keeps its place"]
pub(crate) struct Ticket {
    /// The [`generation`](super::word::Word::generation) in which it was admitted.
    generation: u16,
    is_probe: bool,
}

impl Ticket {
    #[inline]
    pub(super) const fn new(generation: u16, is_probe: bool) -> Self {
        Self {
            generation,
            is_probe,
        }
    }

    pub(super) const fn generation(self) -> u16 {
        self.generation
    }

    #[inline]
    pub(super) const fn is_probe(self) -> bool {
        self.is_probe
    }
}
