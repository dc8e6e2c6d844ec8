//! What other libraries and specifications publish about their retries, as data in `tests/vectors`: each file
//! names its source, and each of its cases is replayed.
//!
//! A file that no test replays fails, and so does a key that nothing reads.

mod budget;
mod delays;
mod file;
mod requests;
mod responses;

use std::{fs, path::PathBuf};

use self::file::File;

/// A test for each file.
macro_rules! files {
    ($($name:ident)*) => {
        const FILES: &[&str] = &[$(stringify!($name)),*];

        $(
            #[test]
            fn $name() {
                read(stringify!($name)).replay();
            }
        )*
    };
}

files!(aws backoff_and_jitter finagle grpc polly retry_after tenacity urllib3);

fn folder() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "vectors"].iter().collect()
}

fn read(name: &str) -> File {
    let path = folder().join(name).with_extension("toml");
    let text = fs::read_to_string(path).expect("a file of vectors");
    toml::from_str(&text).unwrap_or_else(|error| panic!("{name}.toml: {error}"))
}

#[test]
fn each_file_is_replayed() {
    let entries = fs::read_dir(folder()).expect("the folder of the vectors");
    let mut found: Vec<_> = entries
        .map(|entry| entry.expect("an entry").file_name().into_string())
        .map(|name| name.expect("a name in UTF-8"))
        .collect();
    found.sort();
    let expected: Vec<_> = FILES.iter().map(|name| format!("{name}.toml")).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_key_that_nothing_reads_is_an_error() {
    let case =
        "source = [\"x\"]\n[[delays]]\nname = \"x\"\nseconds = [1]\npolicy.backoff = \"1s\"\n";
    assert!(toml::from_str::<File>(case).is_ok());
    for line in [
        "second = [1]",
        "policy.delay = \"1s\"",
        "[[delay]]",
        "[[hint]]\nheader = 1",
    ] {
        let error = toml::from_str::<File>(&format!("{case}{line}\n")).expect_err(line);
        assert!(error.message().contains("unknown"), "{error}");
    }
}
