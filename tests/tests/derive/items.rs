//! Items of every form, as users and their macros write them.

use super::*;

#[derive(Debug, Retryable)]
#[retry(after = 1)]
struct Tuple(pub(crate) (u8, u16), pub Duration);

#[derive(Debug, Retryable)]
enum Discriminants {
    A = 1 << 3,
    #[retry]
    B = first::<u8, u8>(2, 3) as isize,
}

const fn first<A: Copy, B: Copy>(first: A, _: B) -> A {
    first
}

macro_rules! passed_on {
    ($vis:vis $name:ident, $mark:meta, $field:vis $ty:ty, $bound:path) => {
        #[derive(Debug, Retryable)]
        #[$mark]
        $vis struct $name<T>(#[source] $field $ty, T)
        where
            T: Clone,
            $ty: $bound;
    };
}

passed_on!(pub Public, retry(transparent), pub Arc<T>, Retryable);
passed_on!(Private, retry(transparent), Box<T>, Retryable);

#[test]
fn of_every_form_are_read() {
    let tuple = || Tuple((1, 2), SECOND);
    assert_verdict(tuple, Verdict::RetryAfter(SECOND));
    assert_verdict(|| Discriminants::A, Verdict::Stop);
    assert_verdict(|| Discriminants::B, Verdict::Retry);
    assert_verdict(|| Public(Arc::new(Inner), Inner), Verdict::Retry);
    assert_verdict(|| Private(Box::new(Inner), Inner), Verdict::Retry);
}

#[derive(Debug, Clone, Retryable)]
#[retry]
struct Inner;
