//! Replays the inputs in `fuzz/corpus`: those that fuzzing found, and those that once broke something.

use std::{fs, path::Path};

#[test]
fn headers() {
    replay("headers", retry_fuzzed::headers);
}

#[test]
fn configuration() {
    replay("configuration", retry_fuzzed::configuration);
}

#[test]
fn annotation() {
    replay("annotation", retry_fuzzed::annotation);
}

#[test]
fn tokens() {
    replay("tokens", retry_fuzzed::tokens);
}

fn replay(target: &str, check: fn(&[u8])) {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus");
    let folder = corpus.join(target);
    let mut count = 0;
    for entry in fs::read_dir(&folder).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        println!("{}", path.display());
        check(&fs::read(&path).expect("the file can be read"));
        count += 1;
    }
    assert!(count > 0, "no files in {}", folder.display());
}
