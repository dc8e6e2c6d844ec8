//! Tokens, counted in millionths: a fifth of a token five times is exactly one.

pub(super) const TOKEN: u64 = 1_000_000;

/// Millionths, if they are from one to `most` tokens. NaN becomes 0, and what is too large saturates.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "`as` saturates, and the result is checked"
)]
pub(super) const fn from_f64(tokens: f64, most: u32) -> Option<u64> {
    let millionths = (tokens * TOKEN as f64 + 0.5) as u64;
    if millionths == 0 || millionths > from_count(most) {
        None
    } else {
        Some(millionths)
    }
}

pub(super) const fn from_count(tokens: u32) -> u64 {
    tokens as u64 * TOKEN
}

#[allow(
    clippy::cast_precision_loss,
    reason = "exact up to nine thousand million tokens"
)]
pub(super) fn to_f64(millionths: u64) -> f64 {
    millionths as f64 / TOKEN as f64
}
