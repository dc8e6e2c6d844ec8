/// What an admitted attempt holds until it is reported or released: the lowest two bytes of the
/// [`Word`](super::word::Word) that admitted it, which are its generation, and the tag of a closed or half-open
/// breaker. Two bytes, because every future with a breaker has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "report it or release it: a probe whose ticket is lost keeps its place"]
pub(crate) struct Ticket(pub(super) u16);

/// The tag of a half-open breaker, and not that of a closed one.
const PROBE: u16 = 1 << 15;

impl Ticket {
    pub(super) const fn generation(self) -> u16 {
        self.0 & !PROBE
    }

    pub(super) const fn is_probe(self) -> bool {
        self.0 & PROBE != 0
    }
}
