//! Names in the type or around it that could collide with the expansion.

use super::*;

/// The expansion would find this if it did not use full paths.
mod core {}
#[derive(Clone, Copy)]
enum Verdict {}
#[expect(non_upper_case_globals, reason = "as a field is named")]
const field: u8 = 1;

mod renamed {
    pub mod core_crate {
        pub use retry_core::*;
    }
}

#[derive(Debug, Retryable)]
#[retry(crate = renamed::core_crate)]
enum Odd {
    #[retry(after = field)]
    Field { field: Duration },
    #[retry(after = type)]
    Raw { r#type: Duration },
    #[retry(after = r#match)]
    RawMark { r#match: Option<Duration> },
    #[retry(after = __retryable_field)]
    Ours { __retryable_field: Duration },
    #[retry(transparent)]
    Krate { krate: io::Error },
    #[retry(after = verdict)]
    Verdict { verdict: Duration },
}

#[derive(Debug, Retryable)]
#[retry]
#[retry(crate = ::retry_core)]
struct Both;

#[derive(Debug, Retryable)]
#[retry(crate = retry_core, after = 0)]
struct InOne(Duration);

/// `crate` alone does not make the error retryable.
#[derive(Debug, Retryable)]
#[retry(crate = ::retry_core)]
struct CrateOnly;

#[test]
fn names_of_fields_and_of_the_surroundings_do_not_matter() {
    use retry_core::Verdict;

    let after = Verdict::RetryAfter(SECOND);
    assert_verdict(|| Odd::Field { field: SECOND }, after);
    assert_verdict(|| Odd::Raw { r#type: SECOND }, after);
    let raw_mark = || Odd::RawMark {
        r#match: Some(SECOND),
    };
    assert_verdict(raw_mark, after);
    let ours = || Odd::Ours {
        __retryable_field: SECOND,
    };
    assert_verdict(ours, after);
    let krate = || Odd::Krate {
        krate: interrupted(),
    };
    assert_verdict(krate, Verdict::Retry);
    assert_verdict(|| Odd::Verdict { verdict: SECOND }, after);
    assert_verdict(|| Both, Verdict::Retry);
    assert_verdict(|| InOne(SECOND), after);
    assert_verdict(|| CrateOnly, Verdict::Stop);
}
