use retry_core::retry;

#[retry(on = |error|, attempts = 3)]
fn closure() -> Result<(), u8> {
    Ok(())
}

#[retry(attempts = 3, deadline = limit() +)]
fn sum() -> Result<(), u8> {
    Ok(())
}

#[retry(on = u8::is_ascii || u8::is_ascii_digit)]
fn alternatives() -> Result<(), u8> {
    Ok(())
}

#[retry(attempts = 3; backoff = 1.0)]
fn semicolon() -> Result<(), u8> {
    Ok(())
}

#[retry(on = 500..=599 if, attempts = 3)]
fn guard() -> Result<(), u16> {
    Ok(())
}

#[retry(on = |error| error.)]
fn field() -> Result<(), u8> {
    Ok(())
}

fn main() {}
