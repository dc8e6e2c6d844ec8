//! The command line: tables and a report, and errors that say what to write.

use std::{
    env, fs,
    path::PathBuf,
    process::{self, Command, Output},
};

/// A file of this test process.
fn file(name: &str) -> PathBuf {
    env::temp_dir().join(format!("retry-simulate-{}-{name}", process::id()))
}

fn simulate(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_retry-simulate"))
        .args(arguments)
        .output()
        .expect("it was built")
}

/// What it says about arguments that it refuses.
fn refused(arguments: &[&str]) -> String {
    let output = simulate(arguments);
    assert!(!output.status.success(), "{arguments:?}");
    assert!(output.stdout.is_empty(), "{output:?}");
    String::from_utf8(output.stderr).expect("text")
}

#[test]
fn it_prints_tables_shows_progress_and_writes_a_report() {
    let report = file("report.html");
    let path = report.to_str().expect("a path that is text");
    let output = simulate(&["--clients", "50", "--attempts", "5", "--report", path]);
    assert!(output.status.success(), "{output:?}");
    let printed = String::from_utf8(output.stdout).expect("text");
    let progress = String::from_utf8(output.stderr).expect("text");
    let html = fs::read_to_string(&report).expect("the report");
    fs::remove_file(report).expect("it is there");
    for row in [
        "no jitter  ",
        "Budget::grpc()  ",
        "retries, budget, breaker  ",
        "after the 95th percentile  ",
    ] {
        assert!(printed.contains(row), "{printed}");
    }
    assert_eq!(printed.matches("up to 5 attempts").count(), 5, "{printed}");
    assert!(progress.contains("outage: Budget::aws()\n"), "{progress}");
    assert_eq!(html.matches("<table>").count(), 5);
    assert_eq!(html.matches("<svg ").count(), 5);
    assert!(
        html.contains("simulate -- --clients 50 --attempts 5 "),
        "{html}"
    );
}

#[test]
fn the_same_seed_prints_the_same_table() {
    let report = file("seeds.html");
    let path = report.to_str().expect("a path that is text");
    let table = |seed| {
        let arguments = ["herd", "--clients", "100", "--seed", seed, "--report", path];
        simulate(&arguments).stdout
    };
    let [first, again, other] = ["7", "7", "8"].map(table);
    fs::remove_file(&report).expect("it is there");
    assert_eq!(first, again);
    assert_ne!(first, other);
}

#[test]
fn a_file_gives_policy_and_budget_and_flags_replace_its_keys() {
    let (policy, report) = (file("policy.toml"), file("policy.html"));
    let text = "[policy]\nattempts = 2\nbackoff = \"50ms\"\n\n[budget]\nratio = 0.5\n";
    fs::write(&policy, text).expect("a file for the test");
    let [policy_path, report_path] =
        [&policy, &report].map(|path| path.to_str().expect("a path that is text"));
    let output = simulate(&[
        "outage",
        "--clients",
        "50",
        "--policy",
        policy_path,
        "--backoff",
        "20ms",
        "--report",
        report_path,
    ]);
    let printed = String::from_utf8(output.stdout).expect("text");
    for path in [policy, report] {
        fs::remove_file(path).expect("it is there");
    }
    assert!(
        printed.contains("up to 2 attempts; 20 ms doubled"),
        "{printed}"
    );
    assert!(printed.contains("the budget of the file  "), "{printed}");
}

#[test]
fn wrong_flags_say_what_to_write() {
    for (arguments, says) in [
        (
            ["outage", "--attempts", "0"],
            "`attempts` is 0: write 1 or more",
        ),
        (["outage", "--backoff", "100"], "`backoff`"),
        (
            ["herd", "--jitter", "ful"],
            "write \"none\", \"full\", \"equal\"",
        ),
        (["outage", "--attempts", "unlimited"], "deadline"),
        (["herd", "--clients", "0"], "0 is not in 1..=100000"),
        (["herd", "--attemps", "3"], "'--attempts'"),
        (["herd", "--policy", "none.toml"], "none.toml: "),
    ] {
        let error = refused(&arguments);
        assert!(error.starts_with("error: "), "{error}");
        assert!(error.contains(says), "{arguments:?}: {error}");
    }
    let error = refused(&["herds"]);
    assert!(error.contains("contention, herd, outage"), "{error}");
}

#[test]
fn a_wrong_file_says_where_and_what_to_write() {
    let policy = file("wrong.toml");
    for (text, says) in [
        (
            "[policy]\nattempts = 0\n",
            ["line 2", "`attempts` is 0: write 1 or more"],
        ),
        (
            "attempts = 5\n",
            ["unknown field `attempts`", "[policy]\nattempts = 5\n"],
        ),
        ("[policy\n", ["line 1", "write, for example:"]),
        ("[budget]\nratio = -1\n", ["`ratio` is -1", "write"]),
    ] {
        fs::write(&policy, text).expect("a file for the test");
        let error = refused(&["outage", "--policy", policy.to_str().expect("text")]);
        for part in says {
            assert!(error.contains(part), "{text:?}: {error}");
        }
    }
    fs::remove_file(policy).expect("it is there");
}

#[test]
fn a_report_that_cannot_be_written_is_an_error() {
    let path = file("no-folder").join("report.html");
    let path = path.to_str().expect("a path that is text");
    let output = simulate(&["herd", "--clients", "10", "--report", path]);
    assert!(!output.status.success());
    let error = String::from_utf8(output.stderr).expect("text");
    assert!(
        error.contains(&format!("error: --report {path}: ")),
        "{error}"
    );
}
