//! What a mark holds, and what it leaves of the error.

use std::{error::Error, fmt, io, time::Duration};

use retry_core::{CausedBy as _, Mark, Marked, Retryable, Verdict};

const SECOND: Duration = Duration::from_secs(1);

#[derive(Debug, PartialEq)]
struct Outer(Inner);

#[derive(Debug, PartialEq)]
struct Inner;

impl fmt::Display for Outer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad("outer")
    }
}

impl fmt::Display for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad("inner")
    }
}

impl Error for Outer {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

impl Error for Inner {}

#[test]
fn each_word_has_its_verdict() {
    for (marked, verdict) in [
        ("e".permanent(), Verdict::Stop),
        ("e".transient(), Verdict::Retry),
        (Marked::from("e"), Verdict::Retry),
        ("e".retry_after(SECOND), Verdict::RetryAfter(SECOND)),
        ("e".retry_after(Some(SECOND)), Verdict::RetryAfter(SECOND)),
        ("e".retry_after(None), Verdict::Retry),
        ("e".throttled(), Verdict::Throttled(None)),
        (
            Marked::new("e", Verdict::Throttled(Some(SECOND))),
            Verdict::Throttled(Some(SECOND)),
        ),
    ] {
        assert_eq!(marked.verdict(), verdict);
        assert_eq!(Retryable::verdict(&marked), verdict);
        assert_eq!((*marked.error(), marked.into_inner()), ("e", "e"));
    }
}

#[test]
fn the_text_is_that_of_the_error() {
    let marked = Outer(Inner).permanent();
    assert_eq!(marked.to_string(), "outer");
    // With the width that was asked for.
    assert_eq!(format!("[{marked:>7}]"), "[  outer]");
}

#[test]
fn the_error_is_found_among_the_causes() {
    let marked = Outer(Inner).permanent();
    assert_eq!(marked.caused_by::<Outer>(), Some(&Outer(Inner)));
    assert_eq!(marked.caused_by::<Inner>(), Some(&Inner));
    assert_eq!(marked.source().unwrap().to_string(), "outer");
    let boxed: Box<dyn Error + Send + Sync> = Outer(Inner).transient().into();
    assert!(boxed.caused_by::<Marked<Outer>>().is_some());
    assert_eq!(boxed.caused_by::<Inner>(), Some(&Inner));
    let hidden = io::Error::other(Outer(Inner).transient());
    assert_eq!(hidden.caused_by::<Outer>(), Some(&Outer(Inner)));
}

fn plain() -> Result<(), Outer> {
    Err(Outer(Inner))
}

/// Both an error without a mark and a marked one.
fn both(fails: u8) -> Result<(), Marked<Outer>> {
    match fails {
        0 => Err(Outer(Inner))?,
        1 => Err(Outer(Inner).permanent())?,
        _ => plain().map_err(Mark::permanent)?,
    }
    Ok(())
}

#[test]
fn the_question_mark_takes_both() {
    assert_eq!(both(0).unwrap_err().verdict(), Verdict::Retry);
    assert_eq!(both(1).unwrap_err().verdict(), Verdict::Stop);
    assert_eq!(both(2).unwrap_err().verdict(), Verdict::Stop);
}

#[test]
fn an_error_that_borrows_can_be_marked() {
    let text = String::from("no such user");
    let marked = text.as_str().permanent();
    assert_eq!(marked.into_inner(), "no such user");
}
