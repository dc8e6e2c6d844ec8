use super::*;

#[retry(attempts = 3, backoff = 0)]
fn mutated(mut items: Vec<u32>, calls: &Cell<u32>) -> Result<Vec<u32>, Vec<u32>> {
    calls.set(calls.get() + 1);
    items.push(calls.get());
    if calls.get() < 3 {
        Err(items)
    } else {
        Ok(items)
    }
}

#[retry(attempts = 3, backoff = 0)]
async fn mutated_async(
    mut items: Vec<u32>,
    (mut n, calls): (u32, &Cell<u32>),
) -> Result<(Vec<u32>, u32), ()> {
    calls.set(calls.get() + 1);
    n += 1;
    items.push(calls.get());
    futures_lite::future::yield_now().await;
    if calls.get() < 3 {
        Err(())
    } else {
        Ok((items, n))
    }
}

#[retry(attempts = 3, backoff = 0)]
fn reborrowed(mut rest: &mut [u32]) -> Option<u32> {
    rest = &mut rest[1..];
    rest[0] += 1;
    if rest[0] < 3 { None } else { Some(rest[0]) }
}

#[retry(attempts = 3, backoff = 0, clone(body))]
async fn sent(body: String, calls: &Cell<u32>) -> Result<Vec<u8>, ()> {
    calls.set(calls.get() + 1);
    let bytes = body.into_bytes();
    if calls.get() < 3 { Err(()) } else { Ok(bytes) }
}

#[retry(attempts = 3, backoff = 0, clone(body))]
fn sent_blocking(body: String, calls: &Cell<u32>) -> Result<Vec<u8>, ()> {
    calls.set(calls.get() + 1);
    let bytes = body.into_bytes();
    if calls.get() < 3 { Err(()) } else { Ok(bytes) }
}

#[test]
fn state_does_not_leak_from_attempt_to_attempt() {
    let calls = Cell::new(0);
    assert_eq!(mutated(vec![0], &calls), Ok(vec![0, 3]));
    calls.set(0);
    assert_eq!(
        block_on(mutated_async(vec![0], (7, &calls))),
        Ok((vec![0, 3], 8))
    );
    assert_eq!(reborrowed(&mut [0, 0]), Some(3));
    calls.set(0);
    assert_eq!(block_on(sent("a".to_owned(), &calls)), Ok(vec![97]));
    calls.set(0);
    assert_eq!(sent_blocking("a".to_owned(), &calls), Ok(vec![97]));
}
