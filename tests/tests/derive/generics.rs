//! Types with generics.

use super::*;

#[derive(Debug, Retryable)]
enum Layered<'a, T, E = io::Error, const N: usize = 1>
where
    T: Clone,
{
    #[retry]
    Value(&'a T, [u8; N]),
    #[retry(transparent)]
    Inner(E),
}

#[derive(Debug, Retryable)]
#[retry(transparent)]
struct Bounded<E: Retryable>(E);

#[derive(Debug, Retryable)]
enum BoundedBelow<E>
where
    E: Clone + Retryable,
{
    #[retry(transparent)]
    First(E),
    #[retry(transparent)]
    Second(E),
}

#[derive(Debug, Retryable)]
enum BoundedElse<E>
where
    E: Clone,
{
    #[retry(transparent)]
    First(E),
    #[retry(transparent)]
    Second(E),
}

#[derive(Debug, Retryable)]
enum OfTrait<I: Iterator> {
    #[retry(transparent)]
    Item(Box<I::Item>),
    Empty,
}

#[test]
fn generics_are_kept_and_bounded_where_an_inner_error_is_asked() {
    let value = || Layered::<_, io::Error, 2>::Value(&"a", [1, 2]);
    assert_verdict(value, Verdict::Retry);
    let inner = || Layered::<&str>::Inner(not_found());
    assert_verdict(inner, Verdict::Stop);
    assert_verdict(|| Bounded(Bounded(interrupted())), Verdict::Retry);
    let shared = || Arc::new(interrupted());
    assert_verdict(|| BoundedBelow::First(shared()), Verdict::Retry);
    assert_verdict(|| BoundedElse::Second(shared()), Verdict::Retry);
    let item = || OfTrait::<std::option::IntoIter<io::Error>>::Item(Box::new(interrupted()));
    assert_verdict(item, Verdict::Retry);
    let empty = || OfTrait::<std::option::IntoIter<io::Error>>::Empty;
    assert_verdict(empty, Verdict::Stop);
}

/// Only an error that is asked for its verdict has to be `Retryable`.
#[test]
fn generics_are_not_bounded_without_need() {
    #[derive(Retryable)]
    #[retry]
    struct Anything<T>(T);

    assert_verdict(|| Anything(()), Verdict::Retry);
    assert_eq!(Anything(3).0, 3);
}
