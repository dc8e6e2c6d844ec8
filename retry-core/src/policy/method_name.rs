use core::fmt;

/// The name of an HTTP method in a `Copy` error, cut at 20 bytes. The longest registered name has 17.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MethodName([u8; MethodName::LONGEST]);

impl MethodName {
    const LONGEST: usize = 20;

    /// Expects ASCII without zeros, as every HTTP token is.
    pub(crate) const fn new(name: &str) -> Self {
        let mut bytes = [0; Self::LONGEST];
        let mut i = 0;
        while i < name.len() && i < Self::LONGEST {
            bytes[i] = name.as_bytes()[i];
            i += 1;
        }
        Self(bytes)
    }
}

impl fmt::Display for MethodName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = core::str::from_utf8(&self.0).unwrap_or_default();
        f.write_str(name.trim_end_matches('\0'))
    }
}
