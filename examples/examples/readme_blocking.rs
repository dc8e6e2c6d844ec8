//! Asks for a price: the first two calls fail.
use retry_core::retry;

#[derive(Debug)]
struct Status(u16);

#[retry(attempts = 5, backoff = 1.0, on = Status(408 | 500..=599))]
fn price(item: &str, calls: &mut u32) -> Result<u32, Status> {
    *calls += 1;
    println!("call {calls} for {item}");
    match calls {
        1 => Err(Status(408)),
        2 => Err(Status(503)),
        _ => Ok(7),
    }
}

fn main() -> Result<(), Status> {
    println!("the price is {}", price("tea", &mut 0)?);
    Ok(())
}
