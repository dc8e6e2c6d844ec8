/// What the proxy does with one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProxyAction {
    /// Passes the request on.
    Pass,
    /// Passes the request on after a delay.
    Delay,
    /// Responds with 503 itself.
    Busy,
    /// Reads the request and closes the connection.
    DropBefore,
    /// Passes the request on and closes the connection.
    DropAfter,
    /// Passes the request on and resets the connection in the middle of the response's head.
    ResetInHead,
    /// Passes the request on and closes the connection in the middle of the response's body.
    CutInBody,
}

impl ProxyAction {
    /// The action for this attempt of this order: one in five is not passed on as it is. It is a pure
    /// function, so that it does not matter when the attempt comes.
    pub(crate) fn of(order: u64, attempt: u32) -> Self {
        const SEED: u64 = 0x5eed;
        match mix(mix(SEED ^ order) ^ u64::from(attempt)) % 100 {
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
