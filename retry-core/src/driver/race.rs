/// Which attempts of a hedged run are out, which began while another was, and which one won. A run without a hedge
/// has an empty one. At most eight attempts, a bit each; the first is the lowest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Race {
    out: u8,
    hedges: u8,
    /// 0 while none has.
    winner: u8,
}

impl Race {
    /// An attempt begins.
    pub(crate) const fn begin(&mut self, attempt: u32) {
        if self.out != 0 {
            self.hedges |= bit(attempt);
        }
        self.out |= bit(attempt);
    }

    /// An attempt has ended.
    pub(crate) const fn end(&mut self, attempt: u32) {
        self.out &= !bit(attempt);
    }

    /// An attempt has ended, and its outcome is accepted.
    #[allow(
        clippy::cast_possible_truncation,
        reason = "attempts are counted to eight"
    )]
    pub(crate) const fn win(&mut self, attempt: u32) {
        self.end(attempt);
        self.winner = attempt as u8;
    }

    /// The attempts that are out, a bit each.
    pub(crate) const fn out(self) -> u8 {
        self.out
    }

    /// Whether attempts are out.
    pub(crate) const fn is_on(self) -> bool {
        self.out != 0
    }

    /// The attempt that won.
    pub(crate) const fn winner(self) -> Option<u32> {
        match self.winner {
            0 => None,
            winner => Some(winner as u32),
        }
    }

    /// How many attempts are out. At the end of a run, those are dropped.
    pub(crate) const fn count_out(self) -> u32 {
        self.out.count_ones()
    }

    /// How many hedges won and how many did not, once the race is over.
    #[cfg(feature = "metrics")]
    pub(crate) const fn hedges(self) -> (u32, u32) {
        let has_won = match self.winner() {
            Some(winner) => self.hedges & bit(winner) != 0,
            None => false,
        };
        let won = has_won as u32;
        (won, self.hedges.count_ones() - won)
    }
}

const fn bit(attempt: u32) -> u8 {
    1 << (attempt - 1)
}
