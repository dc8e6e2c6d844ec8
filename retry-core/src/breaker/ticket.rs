/// What an admitted attempt holds until it is reported or released: the
/// [`generation`](super::word::Word::generation) in which it was admitted, and whether it is a probe. Two bytes,
/// because every future with a breaker has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "report it or release it: a probe whose ticket is lost keeps its place"]
pub(crate) struct Ticket(u16);

const PROBE: u16 = 1 << 15;

impl Ticket {
    /// For a generation of at most 14 bits.
    #[inline]
    pub(super) const fn new(generation: u16, is_probe: bool) -> Self {
        Self(if is_probe {
            generation | PROBE
        } else {
            generation
        })
    }

    pub(super) const fn generation(self) -> u16 {
        self.0 & !PROBE
    }

    #[inline]
    pub(super) const fn is_probe(self) -> bool {
        self.0 & PROBE != 0
    }
}
