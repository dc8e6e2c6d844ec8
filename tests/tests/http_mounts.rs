//! Which policy applies to a URL, and which prefixes are refused.

use http::Uri;
use retry_core::{
    Policy,
    http::{HttpPolicy, Mounts},
};

/// A policy that a table can name, by its number of attempts.
const fn named(attempts: u32) -> HttpPolicy {
    HttpPolicy::new().policy(Policy::new().attempts(attempts))
}

fn is_mounted(prefix: &str, url: &str) -> bool {
    let mounts = Mounts::new().mount(prefix, named(1));
    mounts.find_text(url).is_some()
}

#[test]
fn a_prefix_is_compared_part_by_part() {
    for (prefix, url, expected) in [
        // The case of schemes and hosts does not matter.
        ("https://", "https://example.com/", true),
        ("https://", "HTTPS://example.com", true),
        ("HTTPS://", "https://example.com", true),
        ("https://", "http://example.com/", false),
        ("https://", "httpss://example.com/", false),
        ("https://example.com", "https://EXAMPLE.com/a", true),
        ("https://EXAMPLE.com/a", "https://example.com/a", true),
        ("https://example.com", "http://example.com/", false),
        // Hosts are compared as a whole.
        (
            "https://example.com",
            "https://example.com.evil.com/",
            false,
        ),
        ("https://example.com", "https://notexample.com/", false),
        ("https://example.com", "https://example.co/", false),
        ("https://example.com", "https://www.example.com/", false),
        ("https://example.com", "https://evil.com/example.com", false),
        (
            "https://example.com",
            "https://example.com@evil.com/",
            false,
        ),
        ("https://example.com", "https://user:pw@example.com/", true),
        ("https://[::1]", "https://[::1]/a", true),
        ("https://[::1]", "https://[::2]/a", false),
        // A URL without a port has the default port of its scheme.
        ("https://example.com", "https://example.com:443/", true),
        ("https://example.com:443", "https://example.com/", true),
        ("http://example.com", "http://example.com:80/", true),
        ("https://example.com", "https://example.com:8443/", false),
        ("https://example.com:8443", "https://example.com/", false),
        ("https://example.com:80", "https://example.com/", false),
        ("http://localhost:8080", "http://localhost:8080/a", true),
        ("http://localhost:8080", "http://localhost:80800/a", false),
        ("http://localhost:8080", "http://localhost:8081/a", false),
        ("http://", "http://localhost:8081/a", true),
        ("http://a.com", "http://a.com:99999/", false),
        ("http://a.com", "http://a.com:/", true),
        ("http://1", "http://1:81/", false),
        ("http://a.com", "http://a.com:evil@b.com/", false),
        ("http://a.com", "http://a.com:80@a.com:81/", false),
        // Segments of a path are compared as a whole.
        ("https://a.com/v2", "https://a.com/v2", true),
        ("https://a.com/v2", "https://a.com/v2/", true),
        ("https://a.com/v2", "https://a.com/v2/x", true),
        ("https://a.com/v2", "https://a.com/v2?q=1", true),
        ("https://a.com/v2", "https://a.com/v2#f", true),
        ("https://a.com/v2", "https://a.com/v21", false),
        ("https://a.com/v2", "https://a.com/v2.1", false),
        ("https://a.com/v2", "https://a.com/V2", false),
        ("https://a.com/v2", "https://a.com/", false),
        ("https://a.com/v2/", "https://a.com/v2/", true),
        ("https://a.com/v2/", "https://a.com/v2/x", true),
        ("https://a.com/v2/", "https://a.com/v2", false),
        ("https://a.com/v2/", "https://a.com/v2?q=/v2/", false),
        ("https://a.com/v2/", "https://a.com/v21/x", false),
        ("https://a.com/v2/", "https://a.com/v1/v2/x", false),
        ("https://a.com/v2/", "https://a.com?q=/v2/", false),
        ("https://a.com/", "https://a.com", true),
        ("https://a.com", "https://a.com?q=1", true),
        // A path that a server may resolve to another one matches no prefix with a path.
        ("https://a.com/v2/", "https://a.com/v2/../v1", false),
        ("https://a.com/v2/", "https://a.com/v2/%2e%2E/v1", false),
        ("https://a.com/v2/", "https://a.com/v2/.%2e", false),
        ("https://a.com/v2/", "https://a.com/v2/./x", false),
        ("https://a.com/v2/", "https://a.com/v2/...", true),
        ("https://a.com/v2/", "https://a.com/v2/.hidden", true),
        ("https://a.com/v2/", "https://a.com/v2/x..y", true),
        ("https://a.com", "https://a.com/v2/../v1", true),
        // Prefixes without a host match URLs without a host.
        ("/v2/", "/v2/x", true),
        ("/v2/", "/v21", false),
        ("/", "/v2/x", true),
        ("/v2/", "https://a.com/v2/x", false),
        ("/", "https://a.com/", false),
        ("/", "a.com:443", false),
        ("/", "https://a.com:99999/", false),
        ("https://a.com", "/v2/x", false),
        ("https://", "/v2/x", false),
        // The empty prefix matches everything.
        ("", "https://a.com/", true),
        ("", "/v2/x", true),
        ("", "unix://a/", true),
        // Texts that are no URL match nothing.
        ("", "not a url", false),
        ("", "", false),
    ] {
        assert_eq!(is_mounted(prefix, url), expected, "{prefix:?} and {url:?}");
    }
}

#[test]
fn the_longest_prefix_applies_in_whatever_order_they_were_mounted() {
    let prefixes = [
        ("", 1),
        ("https://", 2),
        ("https://api.example.com", 3),
        ("https://api.example.com/v2", 4),
        ("https://api.example.com/v2/", 5),
        ("https://api.example.com/v2/orders", 6),
        ("https://api.example.com:8443/", 7),
    ];
    let urls = [
        ("http://a.com/", 1),
        ("https://a.com/v2/orders", 2),
        ("https://api.example.com/v1", 3),
        ("https://api.example.com/v2", 4),
        ("https://api.example.com/v2/items", 5),
        ("https://api.example.com/v2/ordersheets", 5),
        ("https://api.example.com/v2/orders/17", 6),
        ("https://api.example.com:8443/v2/orders/17", 7),
    ];
    for turn in 0..prefixes.len() {
        for is_backwards in [false, true] {
            let mut order = prefixes;
            order.rotate_left(turn);
            if is_backwards {
                order.reverse();
            }
            let mounts = order
                .into_iter()
                .fold(Mounts::new(), |mounts, (prefix, name)| {
                    mounts.mount(prefix, named(name))
                });
            for (url, name) in urls {
                let uri: Uri = url.parse().expect("a URL");
                assert_eq!(mounts.find(&uri), Some(&named(name)), "{url} in {order:?}");
                assert_eq!(mounts.find_text(url), Some(&named(name)), "{url}");
            }
        }
    }
}

#[test]
fn nothing_is_mounted_by_default() {
    assert_eq!(Mounts::new().find_text("https://example.com/"), None);
}

#[test]
fn a_policy_without_a_prefix_is_mounted_everywhere() {
    let mounts = Mounts::from(named(4));
    assert_eq!(mounts.find_text("http://localhost:1/"), Some(&named(4)));
}

#[test]
fn an_invalid_prefix_is_refused_with_a_reason() {
    for (prefix, reason) in [
        ("api.example.com", "write the scheme"),
        ("api.example.com/v2/", "write the scheme"),
        ("localhost:8080", "write the scheme"),
        ("https:/a.com", "write the scheme"),
        ("://a.com", "its scheme is not one"),
        ("ht tp://a.com", "its scheme is not one"),
        ("https://*.example.com", "hosts are compared whole"),
        ("https://user:pw@example.com/", "user names have no part"),
        ("https://a.com/v2?x=1", "a prefix ends with its path"),
        ("https://a.com/#top", "a prefix ends with its path"),
        ("https:///v2", "it is not the beginning of a URL"),
        ("https://:80/", "it is not the beginning of a URL"),
        ("https://a b.com/", "it is not the beginning of a URL"),
        ("https://a.com:port/", "it is not the beginning of a URL"),
    ] {
        let refusal = Mounts::new()
            .try_mount(prefix, named(1))
            .expect_err(prefix)
            .to_string();
        let expected = format!("prefix {prefix:?}: {reason}");
        assert!(refusal.starts_with(&expected), "{refusal}");
    }
}

#[test]
fn a_prefix_can_be_mounted_only_once_however_it_is_written() {
    let mounts = Mounts::new()
        .mount("https://Example.com", named(1))
        .mount("https://example.com/a", named(2));
    for again in [
        "https://example.com",
        "https://example.com/",
        "HTTPS://EXAMPLE.COM:443",
    ] {
        let refusal = mounts.clone().try_mount(again, named(3)).expect_err(again);
        assert_eq!(
            refusal.to_string(),
            format!("prefix {again:?}: it is mounted already")
        );
    }
    let mounts = mounts.try_mount("https://example.com/a/", named(3));
    let mounts = mounts.expect("another prefix");
    assert_eq!(mounts.find_text("https://example.com/a/b"), Some(&named(3)));
}

#[test]
#[should_panic(expected = "it is mounted already")]
fn mounting_a_prefix_twice_panics() {
    let _ = Mounts::new().mount("", named(1)).mount("", named(2));
}
