//! What the compiler says about a key whose feature is off. `trybuild` builds these files with the
//! features of this crate alone, whatever other features the workspace enables.

#[test]
fn the_message_names_the_feature_that_is_off() {
    let refused = std::fs::read_dir("ui/refused").expect("the folder `ui/refused`");
    // Without any file, trybuild would pass.
    assert_ne!(refused.count(), 0);
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/refused/*.rs");
    cases.pass("ui/accepted.rs");
}
