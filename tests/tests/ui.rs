//! What the compiler says to each mistake: one a file, with the message beside it.
//!
//! The messages are those of one compiler. After a change of toolchain or of a message, write them
//! anew with `TRYBUILD=overwrite cargo test -p retry-tests --test ui` and read the difference.

#[test]
fn mistakes_are_answered_with_what_to_write() {
    trybuild::TestCases::new().compile_fail("ui/*.rs");
}
