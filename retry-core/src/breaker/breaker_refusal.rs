/// A rule that a breaker breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BreakerRefusal {
    NoFailures,
    Rate,
    NoCalls,
    NoWindow,
    NoProbes,
    OpenForZero,
    OnlyForRates,
}

impl BreakerRefusal {
    /// In a `const` or a `static`, a compile error.
    pub(super) const fn panic(self) -> ! {
        panic!(
            "{}",
            match self {
                Self::NoFailures =>
                    "`consecutive(0)` would open without a failure: write 1 or more",
                Self::Rate => "`rate` is not from 0.000001 to 1: for half of the calls write 0.5",
                Self::NoCalls => "`min_calls` is 0: write 1 or more",
                Self::NoWindow => "`window` is 0: it would see no call, write more than 0",
                Self::NoProbes =>
                    "`probes` is not from 1 to 10000: without a probe it would never close",
                Self::OpenForZero =>
                    "a breaker that opens for no time refuses nothing: write more than 0",
                Self::OnlyForRates =>
                    "only `Breaker::rate` has `min_calls` and `window`: `consecutive` counts failures in a row",
            }
        )
    }
}
