use core::fmt::{self, Write};

use super::nanos;

/// A time in nanoseconds, as people write it: `100 ms`, `1.5 s`, `2 min`. A precision limits the digits after
/// the point; a width aligns to the right.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReadableTime(pub(crate) u64);

/// Units that are used for whole numbers of them, the longest first.
const WHOLE: [(u64, &str); 3] = [
    (86_400_000_000_000, "d"),
    (3_600_000_000_000, "h"),
    (60_000_000_000, "min"),
];

/// The other units, with the decimal digits of one.
const DECIMAL: [(u64, &str, u8); 4] = [
    (1_000_000_000, "s", 9),
    (1_000_000, "ms", 6),
    (1_000, "us", 3),
    (1, "ns", 0),
];

impl fmt::Display for ReadableTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Text::default();
        let places = f.precision().and_then(|places| u8::try_from(places).ok());
        self.write(&mut text, places.unwrap_or(9))?;
        let (text, width) = (text.as_str(), f.width().unwrap_or(0));
        write!(f, "{text:>width$}")
    }
}

impl ReadableTime {
    fn write(self, text: &mut Text, places: u8) -> fmt::Result {
        let Self(nanos) = self;
        if nanos == 0 {
            return text.write_str("0 s");
        }
        if nanos::is_longest(nanos) {
            return text.write_str("584 years");
        }
        if let Some((unit, name)) = WHOLE.iter().find(|(unit, _)| nanos % unit == 0) {
            return write!(text, "{} {name}", nanos / unit);
        }
        for (unit, name, digits) in DECIMAL {
            if nanos >= unit {
                let rounding = 10_u64.pow(u32::from(digits.saturating_sub(places)));
                let nanos = nanos.saturating_add(rounding / 2) / rounding * rounding;
                write!(text, "{}", nanos / unit)?;
                text.write_fraction(nanos % unit, digits.into())?;
                return write!(text, " {name}");
            }
        }
        Ok(())
    }
}

/// A short text without an allocator. The longest is `18446744073.709551613 s`.
#[derive(Default)]
struct Text {
    bytes: [u8; 32],
    length: usize,
}

impl Text {
    fn as_str(&self) -> &str {
        core::str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }

    /// The digits after the point, without zeros at the end.
    fn write_fraction(&mut self, rest: u64, digits: usize) -> fmt::Result {
        if rest > 0 {
            write!(self, ".{rest:0digits$}")?;
            while self.as_str().ends_with('0') {
                self.length -= 1;
            }
        }
        Ok(())
    }
}

impl Write for Text {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length + text.len();
        let free = self.bytes.get_mut(self.length..end).ok_or(fmt::Error)?;
        free.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}
