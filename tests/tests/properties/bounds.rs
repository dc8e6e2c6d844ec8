use std::time::Duration;

use retry_core::{BackoffKind, Jitter, Settings};

/// The shortest and the longest delay, in nanoseconds. Both may be one too wide where a factor rounds.
pub(crate) type Bounds = (u128, u128);

const SECOND: u128 = 1_000_000_000;

/// A backoff as its documentation describes it, in plain arithmetic.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Documented {
    settings: Settings,
    first: u128,
    cap: u128,
    fast_first: bool,
}

impl Documented {
    /// The backoff after usual failures, or after throttled ones.
    pub(crate) fn new(settings: Settings, is_throttled: bool) -> Self {
        let set = settings.backoff.map(|first| first.as_nanos());
        let (first, fast_first) = match settings.throttled_delay {
            Some(first) if is_throttled => (first.as_nanos(), false),
            _ => (set.unwrap_or(SECOND / 10), settings.fast_first),
        };
        let cap = match settings.max_delay {
            Some(cap) => cap.as_nanos(),
            None => first.max(30 * SECOND),
        };
        Self {
            settings,
            first,
            cap,
            fast_first,
        }
    }

    /// The nominal delay before retry `n`, counted from 1.
    fn nominal(&self, n: u32) -> Bounds {
        if self.fast_first && n == 1 {
            return (0, 0);
        }
        let grown = |times: u128, divided: u128| {
            let product = self.first * times;
            (product / divided, product.div_ceil(divided))
        };
        let power = |base: u128| base.pow(n - 1);
        let (low, high) = match self.settings.kind {
            BackoffKind::Constant => grown(1, 1),
            BackoffKind::Linear => grown(n.into(), 1),
            BackoffKind::Fibonacci => grown(fibonacci(n), 1),
            _ => match self.settings.factor.unwrap_or(2.0) {
                1.0 => grown(1, 1),
                2.0 => grown(power(2), 1),
                3.0 => grown(power(3), 1),
                1.5 => grown(power(3), power(2)),
                0.5 => grown(1, power(2)),
                other => panic!("no script has the factor {other}"),
            },
        };
        (low.min(self.cap), high.min(self.cap))
    }

    /// The delay before retry `n`, after `before` if that is known.
    pub(crate) fn delay(&self, n: u32, before: Option<Duration>) -> Bounds {
        let nominal = self.nominal(n);
        match self.settings.jitter {
            Jitter::Decorrelated if nominal.1 > 0 => {
                let first = self.first.min(self.cap);
                let longest = match before {
                    Some(before) => before.as_nanos() * 3,
                    None => first * 3_u128.pow(n),
                };
                (first, longest.min(self.cap))
            }
            jitter => spread(jitter, nominal, self.cap),
        }
    }

    /// What a delay is before it is spread: a retry without a schedule has this.
    pub(crate) fn unspread(&self, n: u32) -> Bounds {
        self.nominal(n)
    }

    /// The first delay, from which decorrelated jitter goes on.
    pub(crate) fn first(&self) -> Duration {
        nanos(self.first.min(self.cap))
    }
}

/// The delay around one from a schedule. Only a cap that was set limits it.
pub(crate) fn scheduled(settings: &Settings, nominal: Duration) -> (Bounds, Bounds) {
    let cap = settings.max_delay.map_or(u128::MAX, |cap| cap.as_nanos());
    let nominal = nominal.as_nanos().min(cap);
    let around = spread(settings.jitter, (nominal, nominal), cap);
    ((nominal, nominal), around)
}

fn spread(jitter: Jitter, (low, high): Bounds, cap: u128) -> Bounds {
    match jitter {
        Jitter::None => (low, high),
        Jitter::Equal => (low / 2, high),
        Jitter::Ratio(ratio) => {
            let quarters = match ratio {
                0.25 => 1,
                0.5 => 2,
                1.0 => 4,
                other => panic!("no script has the ratio {other}"),
            };
            let longest = (high * (4 + quarters)).div_ceil(4);
            (low * (4 - quarters) / 4, longest.min(cap))
        }
        _ => (0, high),
    }
}

fn fibonacci(n: u32) -> u128 {
    let (mut current, mut next) = (1, 1);
    for _ in 1..n {
        (current, next) = (next, current + next);
    }
    current
}

fn nanos(nanos: u128) -> Duration {
    Duration::from_nanos(u64::try_from(nanos).expect("the delays of a script are short"))
}
