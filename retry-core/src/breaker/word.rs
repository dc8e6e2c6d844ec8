use super::ticket::Ticket;

/// What callers share of a breaker, in one word, so that each step is one compare-exchange:
///
/// | bits, the lowest first | what | of |
/// |---|---|---|
/// | 14 | the generation: how often it has opened, was isolated or reset | all |
/// | 2 | the [`Tag`] | all |
/// | 6 | the openings since it was last closed | open, half-open |
/// | 42 | whether each success is looked at, and the failures in a row | closed |
/// | 42 | the millisecond of the run's clock until which it is open | open |
/// | 42 | the probes that succeeded, and those in flight | half-open |
///
/// Its lowest two bytes are the [`Ticket`] of an attempt that it admits. What a closed one has counted stands
/// above them, so a success sees with one comparison that there is nothing to forget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word(pub(super) u64);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    Closed,
    Open,
    HalfOpen,
    Isolated,
}

/// The numbers of a breaker that its word needs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits<F> {
    pub(super) probes: u32,
    /// Whether each success is looked at, as the rule of a rate does.
    pub(super) is_watched: bool,
    /// How long the opening with this number lasts, in nanoseconds.
    pub(super) open_for: F,
}

/// What a breaker answers to an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Admission {
    /// It may be made. The word after it has its ticket.
    Granted(Word),
    /// It may be made in so many nanoseconds, or nobody knows when.
    Refused(Option<u64>),
}

const TAG: u32 = 14;
const OPENINGS: u32 = 16;
const PAYLOAD: u32 = 22;
const LAST_GENERATION: u64 = (1 << TAG) - 1;
const LAST_TAG: u64 = (1 << (OPENINGS - TAG)) - 1;
const MOST_OPENINGS: u64 = (1 << (PAYLOAD - OPENINGS)) - 1;
const LARGEST_PAYLOAD: u64 = u64::MAX >> PAYLOAD;
const WATCHED: u64 = 1 << 41;
const SUCCEEDED: u32 = 21;
const IN_FLIGHT: u64 = (1 << SUCCEEDED) - 1;
const MILLISECOND: u64 = 1_000_000;

impl Word {
    const fn new(tag: Tag, generation: u16, openings: u64, payload: u64) -> Self {
        let generation = generation as u64 & LAST_GENERATION;
        Self(generation | ((tag as u64) << TAG) | (openings << OPENINGS) | (payload << PAYLOAD))
    }

    pub(super) const fn closed(generation: u16, is_watched: bool) -> Self {
        let payload = if is_watched { WATCHED } else { 0 };
        Self::new(Tag::Closed, generation, 0, payload)
    }

    pub(super) const fn tag(self) -> Tag {
        match (self.0 >> TAG) & LAST_TAG {
            0 => Tag::Closed,
            1 => Tag::Open,
            2 => Tag::HalfOpen,
            _ => Tag::Isolated,
        }
    }

    #[allow(clippy::cast_possible_truncation, reason = "14 bits")]
    pub(super) const fn generation(self) -> u16 {
        (self.0 & LAST_GENERATION) as u16
    }

    const fn openings(self) -> u64 {
        (self.0 >> OPENINGS) & MOST_OPENINGS
    }

    const fn payload(self) -> u64 {
        self.0 >> PAYLOAD
    }

    /// Whether a success changes nothing: it is closed, no attempt has failed, and nobody looks at it.
    #[inline]
    pub(super) const fn ignores_success(self) -> bool {
        self.0 >> TAG == 0
    }

    #[inline]
    pub(super) const fn is_closed(self) -> bool {
        matches!(self.tag(), Tag::Closed)
    }

    /// The ticket of an attempt that it admits: closed, or half-open.
    #[allow(
        clippy::cast_possible_truncation,
        reason = "the generation and the tag"
    )]
    #[inline]
    pub(super) const fn ticket(self) -> Ticket {
        Ticket(self.0 as u16)
    }

    /// Whether this ticket still counts: it is of the present generation, and of a probe if it is half-open.
    pub(super) fn counts(self, ticket: Ticket) -> bool {
        ticket == self.ticket()
    }

    /// What follows if an attempt asks at `now`.
    pub(super) fn admit<F: Fn(u32) -> u64>(self, now: u64, limits: &Limits<F>) -> Admission {
        match self.tag() {
            Tag::Closed => Admission::Granted(self),
            Tag::Isolated => Admission::Refused(None),
            Tag::Open => match self.opens_in(now) {
                Some(wait) => Admission::Refused(Some(wait)),
                None => Admission::Granted(self.half_open(0, 1)),
            },
            Tag::HalfOpen => {
                let (succeeded, in_flight) = self.probes();
                if succeeded + in_flight < u64::from(limits.probes) {
                    return Admission::Granted(self.half_open(succeeded, in_flight + 1));
                }
                let opened_for = (limits.open_for)(number(self.openings()));
                Admission::Refused(Some((opened_for / 10).max(MILLISECOND)))
            }
        }
    }

    /// After an attempt that succeeded and whose ticket counts.
    pub(super) fn after_success<F>(self, limits: &Limits<F>) -> Self {
        if self.tag() == Tag::Closed {
            return Self::closed(self.generation(), limits.is_watched);
        }
        let (succeeded, in_flight) = self.probes();
        if succeeded + 1 >= u64::from(limits.probes) {
            Self::closed(self.generation(), limits.is_watched)
        } else {
            self.half_open(succeeded + 1, in_flight - 1)
        }
    }

    /// After an attempt that failed and whose ticket counts. `most` failures in a row open it, or none do.
    pub(super) fn after_failure<F: Fn(u32) -> u64>(
        self,
        most: Option<u32>,
        now: u64,
        limits: &Limits<F>,
    ) -> Self {
        match (self.tag(), most) {
            (Tag::Closed, None) => self,
            (Tag::Closed, Some(most)) if self.failures() + 1 < u64::from(most) => {
                Self(self.0 + (1 << PAYLOAD))
            }
            _ => self.opened(now, limits),
        }
    }

    /// After a probe that was not made to the end, and whose ticket counts.
    pub(super) fn after_release(self) -> Self {
        match self.tag() {
            Tag::HalfOpen => {
                let (succeeded, in_flight) = self.probes();
                self.half_open(succeeded, in_flight - 1)
            }
            _ => self,
        }
    }

    /// Open from `now` on.
    pub(super) fn opened<F: Fn(u32) -> u64>(self, now: u64, limits: &Limits<F>) -> Self {
        let openings = (self.openings() + 1).min(MOST_OPENINGS);
        let until = now.saturating_add((limits.open_for)(number(openings)));
        let until = until.div_ceil(MILLISECOND).min(LARGEST_PAYLOAD);
        Self::new(Tag::Open, self.next_generation(), openings, until)
    }

    pub(super) const fn isolated(self) -> Self {
        Self::new(Tag::Isolated, self.next_generation(), 0, 0)
    }

    pub(super) const fn reset<F>(self, limits: &Limits<F>) -> Self {
        Self::closed(self.next_generation(), limits.is_watched)
    }

    /// In how many nanoseconds an open breaker takes a probe. `None` if it does now, or is not open.
    pub(super) fn opens_in(self, now: u64) -> Option<u64> {
        if self.tag() != Tag::Open {
            return None;
        }
        let until = self.payload() * MILLISECOND;
        (until > now).then(|| until - now)
    }

    const fn half_open(self, succeeded: u64, in_flight: u64) -> Self {
        let payload = (succeeded << SUCCEEDED) | in_flight;
        Self::new(Tag::HalfOpen, self.generation(), self.openings(), payload)
    }

    /// The probes that succeeded, and those in flight.
    const fn probes(self) -> (u64, u64) {
        (self.payload() >> SUCCEEDED, self.payload() & IN_FLIGHT)
    }

    const fn failures(self) -> u64 {
        self.payload() & !WATCHED
    }

    const fn next_generation(self) -> u16 {
        self.generation().wrapping_add(1)
    }
}

#[allow(clippy::cast_possible_truncation, reason = "6 bits")]
const fn number(openings: u64) -> u32 {
    openings as u32
}
