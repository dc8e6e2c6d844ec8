//! What a file is refused for, and where the error points.

use super::*;

#[test]
fn a_refused_setting_is_reported_with_field_value_and_what_is_allowed() {
    let rows = [
        ("attempts = 0", "`attempts` is 0: write 1 or more"),
        ("attempts = -3", "`attempts` is -3: write 1 or more"),
        (
            "attempts = \"all\"",
            "`attempts` is \"all\": write 1 or more",
        ),
        (
            "attempts = \"unlimited\"",
            "`attempts` is unlimited: unlimited attempts want an end",
        ),
        (
            "attempts = 5_000_000_000",
            "`attempts` is 5000000000: write 1",
        ),
        (
            "backoff = \"250 parsecs\"",
            "`backoff` is \"250 parsecs\": write a number with a unit",
        ),
        (
            "backoff = -1",
            "`backoff` is -1: write a number with a unit",
        ),
        ("backoff = 100", "`backoff` is 100: `100ms` or `100s`?"),
        (
            "deadline = \"100\"",
            "`deadline` is \"100\": `100ms` or `100s`?",
        ),
        (
            "deadline = \"1m30\"",
            "`deadline` is \"1m30\": write a number with a unit",
        ),
        (
            "deadline = \"+5\"",
            "`deadline` is \"+5\": write a number with a unit",
        ),
        (
            "delay = \"250ms\"",
            "unknown setting `delay`: write the first delay as `backoff = \"250ms\"`",
        ),
        (
            "backoff = \"linear\"",
            "a kind stands with its first delay: write { kind = \"linear\", first = \"100ms\" }",
        ),
        (
            "backoff = { kind = \"cubic\" }",
            "`kind` is \"cubic\": write \"constant\"",
        ),
        (
            "backoff = { first = \"soon\" }",
            "`backoff.first` is \"soon\": write a number with a unit",
        ),
        (
            "backoff = { first = \"1s\", cap = \"5s\" }",
            "unknown setting `backoff.cap`: there are `kind`, `first`, `factor`, `fast_first`",
        ),
        (
            "backoff = { kind = \"linear\", factor = 3 }",
            "`factor` is 3: only exponential backoff has a factor",
        ),
        (
            "backoff = \"2s\"\nmax_delay = \"1s\"",
            "`backoff` is 2s, with `max_delay` at 1s",
        ),
        (
            "max_delay = \"-1s\"",
            "`max_delay` is \"-1s\": write a number",
        ),
        ("deadline = inf", "`deadline` is inf: write a number"),
        (
            "deadline = \"99999999999999999999h\"",
            "`deadline` is \"99999999999999999999h\"",
        ),
        (
            "reset_after = true",
            "`reset_after` is true: write a number",
        ),
        (
            "max_retry_after = [1]",
            "`max_retry_after` is [1]: write a number",
        ),
        (
            "factor = \"two\"",
            "`factor` is \"two\": write a finite number above 0",
        ),
        (
            "factor = nan",
            "`factor` is NaN: write a finite number above 0",
        ),
        (
            "kind = \"cubic\"",
            "`kind` is \"cubic\": write \"constant\"",
        ),
        (
            "jitter = \"some\"",
            "`jitter` is \"some\": write \"none\", \"full\"",
        ),
        (
            "jitter = 1.5",
            "`jitter` is 1.5: write a ratio above 0 and at most 1",
        ),
        ("seed = -1", "`seed` is -1: write an integer"),
        (
            "fast_first = \"often\"",
            "`fast_first` is \"often\": write true or false",
        ),
        ("exact_hints = 1", "`exact_hints` is 1: write true or false"),
        (
            "attempt = 3",
            "unknown setting `attempt`: there are `attempts`",
        ),
        (
            "statuses = [503, 99]",
            "`statuses` is 99: write statuses from 100 to 599",
        ),
        (
            "statuses = [70000]",
            "`statuses` is 70000: write statuses from 100 to 599",
        ),
        (
            "statuses = [429, \"500..=600\"]",
            "`statuses` is 600: write statuses from 100 to 599",
        ),
        (
            "statuses = \"599..=500\"",
            "`statuses` is \"599..=500\": write the lower status first",
        ),
        (
            "statuses = [\"500..600\"]",
            "`statuses` is \"500..600\": write statuses",
        ),
        (
            "statuses = [\"500..=70000\"]",
            "`statuses` is \"500..=70000\": write statuses",
        ),
        ("statuses = 503", "`statuses` is 503: write a list"),
        (
            "any_method_statuses = [\"x\"]",
            "`any_method_statuses` is \"x\": write statuses",
        ),
        (
            "hinted_statuses = [600]",
            "`hinted_statuses` is 600: write statuses",
        ),
        (
            "methods = [\"PROPFIND\"]",
            "`methods` is PROPFIND: write GET",
        ),
        ("methods = [7]", "`methods` is 7: write methods"),
        (
            "methods = [\"no method\"]",
            "`methods` is \"no method\": write methods",
        ),
        ("hints = \"some\"", "`hints` is \"some\": write \"all\""),
        ("make_keys = 0", "`make_keys` is 0: write true or false"),
    ];
    for (toml, message) in rows {
        let refused = toml::from_str::<HttpPolicy>(toml)
            .expect_err(toml)
            .to_string();
        assert!(
            refused.contains(message),
            "{message:?} is missing in {refused:?}"
        );
    }
    let refused = toml::from_str::<Policy>("statuses = [503]").expect_err("not of a plain policy");
    assert!(refused.to_string().contains("unknown setting `statuses`"));
}

#[test]
fn an_error_points_at_the_line_of_its_field() {
    let rows = [
        ("deadline = \"5s\"\nattempts = 0\nseed = 1", 2),
        ("attempts = 2\n\njitter = 1.5\nfactor = 2", 3),
        ("attempts = 2\njitter = \"some\"\nfactor = 2", 2),
        ("attempts = 2\nfactor = 2\ndelay = \"1s\"\nseed = 1", 3),
        (
            "attempts = \"unlimited\"\ndeadline = \"1s\"\nbackoff = 100",
            3,
        ),
        ("backoff = \"2s\"\nmax_delay = \"1s\"\nseed = 1", 2),
        (
            "seed = 1\nbackoff = { first = \"1 parsec\" }\nfactor = 3",
            2,
        ),
        ("seed = 1\nstatuses = [99]\nfactor = 3", 2),
    ];
    for (toml, line) in rows {
        let error = toml::from_str::<HttpPolicy>(toml)
            .expect_err(toml)
            .to_string();
        assert!(
            error.contains(&format!("at line {line}, column")),
            "{error}"
        );
    }
}
