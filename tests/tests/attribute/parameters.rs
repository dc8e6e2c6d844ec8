//! Parameters of every form.

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

#[retry(attempts = 3, backoff = 0, clone(items))]
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
fn parameters_by_value_do_not_leak_from_attempt_to_attempt() {
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

/// Parameters that come through a macro are in invisible groups.
macro_rules! function {
    ($(#[$attr:meta])* $vis:vis fn $name:ident($pattern:pat, $ty:ty) -> $returns:ty $body:block) => {
        #[retry(attempts = 3, backoff = 0)]
        $(#[$attr])*
        $vis fn $name($pattern: $ty) -> $returns $body
    };
}

function! {
    /// `rest` is reborrowed by each attempt.
    pub(super) fn forwarded(mut rest, &mut [u32]) -> Option<u32> {
        rest = &mut rest[1..];
        rest[0] += 1;
        if rest[0] < 3 { None } else { Some(rest[0]) }
    }
}

macro_rules! borrowing {
    ($life:lifetime) => {
        #[retry(attempts = 3, backoff = 0)]
        fn borrowed<$life>(mut rest: &$life mut [u32], limit: &$life u32) -> Option<u32> {
            rest = &mut rest[1..];
            rest[0] += 1;
            if rest[0] < *limit { None } else { Some(rest[0]) }
        }
    };
}

borrowing!('a);

#[retry(attempts = 3, backoff = 0)]
fn of_many_kinds<const N: usize, F: Fn(u32) -> [u32; N], T>(
    #[cfg(test)] mut tuple: (&Cell<u32>, u32),
    #[cfg(not(test))] mut tuple: (),
    &mut (mut low, ref high): &mut (u32, u32),
    make: F,
    next: T,
    mut whole @ std::ops::Range { .. }: std::ops::Range<u32>,
) -> Result<[u32; N], (u32, u32, std::ops::Range<u32>)>
where
    T: Fn(u32) -> u32,
{
    tuple.0.set(tuple.0.get() + 1);
    tuple.1 += 1;
    low = next(low);
    whole.start += 1;
    if tuple.0.get() < 3 {
        Err((tuple.1, low + *high, whole))
    } else {
        assert_eq!((tuple.1, low + *high, whole), (1, 3, 6..9));
        Ok(make(low))
    }
}

#[test]
fn parameters_of_every_form_are_passed_to_each_attempt() {
    assert_eq!(forwarded(&mut [0, 0]), Some(3));
    assert_eq!(borrowed(&mut [0, 0], &3), Some(3));
    let calls = Cell::new(0);
    let made = of_many_kinds(
        (&calls, 0),
        &mut (0, 2),
        |low| [low, calls.get()],
        |low| low + 1,
        5..9,
    );
    assert_eq!(made, Ok([1, 3]));
}
