/// What the proxy does with one exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProxyAction {
    /// Passes it on.
    Pass,
    /// Passes it on, later.
    Delay,
    /// Answers 503 by itself.
    Busy,
    /// Reads the request and closes.
    DropBefore,
    /// Lets the server act and closes.
    DropAfter,
    /// Lets the server act and resets in the middle of the answer's head.
    ResetInHead,
    /// Lets the server act and closes in the middle of the answer's body.
    CutInBody,
}

impl ProxyAction {
    /// What happens to this visit of this order: one in five is in trouble. A pure function, so that it
    /// does not matter in what order they come.
    pub(crate) fn of(order: u64, visit: u32) -> Self {
        const SEED: u64 = 0x5eed;
        match mix(mix(SEED ^ order) ^ u64::from(visit)) % 100 {
            0..3 => Self::DropBefore,
            3..6 => Self::DropAfter,
            6..9 => Self::ResetInHead,
            9..11 => Self::CutInBody,
            11..16 => Self::Busy,
            16..20 => Self::Delay,
            _ => Self::Pass,
        }
    }

    /// Whether the server sees the request.
    pub(crate) fn arrives(self) -> bool {
        !matches!(self, Self::Busy | Self::DropBefore)
    }
}

/// A step of `SplitMix64` (Steele, Lea and Flood, 2014).
fn mix(x: u64) -> u64 {
    let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}
