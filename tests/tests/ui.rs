//! What the compiler says about each mistake. Each file has one mistake, with the message next to it.
//!
//! The messages are those of one compiler. After a change of toolchain or of a message, write them
//! again with `TRYBUILD=overwrite cargo test -p retry-tests --test ui` and read the difference.

#[test]
fn mistakes_are_answered_with_what_to_write() {
    let mistakes = std::fs::read_dir("ui").expect("the folder `ui`");
    // Without any file, trybuild would pass.
    assert_ne!(mistakes.count(), 0);
    trybuild::TestCases::new().compile_fail("ui/*.rs");
}
