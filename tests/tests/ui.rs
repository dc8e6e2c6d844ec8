//! What the compiler says to each mistake: one a file, with the message in a file next to it.
//!
//! The messages are those of one compiler. After a change of toolchain or of a message, write them
//! again with `TRYBUILD=overwrite cargo test -p retry-tests --test ui` and read the difference.

#[test]
fn mistakes_are_answered_with_what_to_write() {
    let mistakes = std::fs::read_dir("ui").expect("the folder `ui`");
    // For trybuild, no file is no failure.
    assert_ne!(mistakes.count(), 0);
    trybuild::TestCases::new().compile_fail("ui/*.rs");
}
