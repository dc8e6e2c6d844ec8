//! What an HTTP policy retries, without a client: the rules as tables, the preset wait for wait, and
//! what is refused.

use std::{error::Error, io, panic, time::Duration};

use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use retry_core::{
    Backoff, InvalidPolicy, Jitter, Policy, Settings, StopReason, Verdict,
    http::{
        Answer, ClientError, FailureKind, Hints, HttpError, HttpPolicy, HttpSettings,
        IdempotencyKey, check,
    },
    retry,
    testing::ManualClock,
};
use retry_tests::secs;

const HTTP: HttpPolicy = HttpPolicy::new();
const SECOND: Duration = Duration::from_secs(1);

fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).expect("a status")
}

fn retry_after(value: &'static str) -> HeaderMap {
    HeaderMap::from_iter([(http::header::RETRY_AFTER, HeaderValue::from_static(value))])
}

fn verdict(policy: &HttpPolicy, method: &Method, code: u16) -> Verdict {
    policy.call(method).verdict(status(code), &HeaderMap::new())
}

/// The statuses that a policy retries with this method, of all that there are.
fn retried(policy: &HttpPolicy, method: &Method) -> Vec<u16> {
    (100..=999)
        .filter(|code| {
            !matches!(
                verdict(policy, method, *code),
                Verdict::Accept | Verdict::Stop
            )
        })
        .collect()
}

#[test]
fn idempotent_methods_are_retried_on_passing_statuses() {
    for method in [
        Method::GET,
        Method::HEAD,
        Method::OPTIONS,
        Method::TRACE,
        Method::PUT,
        Method::DELETE,
    ] {
        assert_eq!(
            retried(&HTTP, &method),
            [408, 425, 429, 500, 502, 503, 504],
            "{method}"
        );
    }
    let propfind = Method::from_bytes(b"PROPFIND").expect("a method");
    for method in [Method::POST, Method::PATCH, Method::CONNECT, propfind] {
        assert!(retried(&HTTP, &method).is_empty(), "{method}");
        assert_eq!(verdict(&HTTP, &method, 503), Verdict::Stop, "{method}");
        assert_eq!(verdict(&HTTP, &method, 404), Verdict::Accept, "{method}");
        let call = HTTP.call(&method).idempotent();
        assert_eq!(
            call.verdict(status(502), &HeaderMap::new()),
            Verdict::Retry,
            "{method}"
        );
    }
}

#[test]
fn statuses_and_methods_are_what_was_given() {
    const OWN: HttpPolicy = HttpPolicy::new()
        .statuses([100, 163, 164, 202, 599])
        .any_method_statuses([429])
        .methods(&[Method::GET, Method::PATCH]);
    assert_eq!(retried(&OWN, &Method::GET), [100, 163, 164, 202, 429, 599]);
    assert_eq!(
        retried(&OWN, &Method::PATCH),
        [100, 163, 164, 202, 429, 599]
    );
    assert_eq!(retried(&OWN, &Method::PUT), [429]);
}

#[test]
fn a_key_lets_any_method_repeat_and_gives_409_and_422_a_meaning() {
    const LISTED: HttpPolicy = HttpPolicy::new().statuses([422, 503]);
    let key = IdempotencyKey::random();
    let keyed = |policy: &HttpPolicy, code| {
        let call = policy.call(Method::POST).key(&key);
        call.verdict(status(code), &HeaderMap::new())
    };
    assert_eq!(keyed(&HTTP, 503), Verdict::Retry);
    assert_eq!(keyed(&HTTP, 409), Verdict::Retry);
    assert_eq!(keyed(&HTTP, 422), Verdict::Accept);
    assert_eq!(keyed(&LISTED, 422), Verdict::Accept, "a listed one neither");
    assert_eq!(verdict(&LISTED, &Method::GET, 422), Verdict::Retry);
    for method in [Method::GET, Method::POST] {
        assert_eq!(verdict(&HTTP, &method, 409), Verdict::Accept, "{method}");
    }
}

#[test]
fn failures_are_retried_by_what_became_of_the_request() {
    let key = IdempotencyKey::random();
    let (get, post) = (HTTP.call(Method::GET), HTTP.call(Method::POST));
    let answered = |code: u16| FailureKind::Answered(Answer::from(status(code)));
    let rows = [
        // What happened: GET, POST, POST with a key.
        (
            FailureKind::NeverSent,
            [Verdict::Retry, Verdict::Retry, Verdict::Retry],
        ),
        (
            FailureKind::MaybeSent,
            [Verdict::Retry, Verdict::Stop, Verdict::Retry],
        ),
        (
            FailureKind::ResponseCut,
            [Verdict::Retry, Verdict::Stop, Verdict::Retry],
        ),
        (
            FailureKind::Other,
            [Verdict::Stop, Verdict::Stop, Verdict::Stop],
        ),
        (
            answered(502),
            [Verdict::Retry, Verdict::Stop, Verdict::Retry],
        ),
        (answered(404), [Verdict::Stop, Verdict::Stop, Verdict::Stop]),
        (
            answered(409),
            [Verdict::Stop, Verdict::Stop, Verdict::Retry],
        ),
    ];
    for (kind, verdicts) in rows {
        let calls = [get, post, post.key(&key)];
        assert_eq!(calls.map(|call| call.failed(&kind)), verdicts, "{kind:?}");
    }
}

#[test]
fn overload_is_told_apart() {
    let call = HTTP.call(Method::GET);
    let five = Some(SECOND * 5);
    let verdict = |code, headers: &HeaderMap| call.verdict(status(code), headers);
    let (none, hinted) = (HeaderMap::new(), retry_after("5"));
    assert_eq!(verdict(429, &none), Verdict::Throttled(None));
    assert_eq!(verdict(429, &hinted), Verdict::Throttled(five));
    assert_eq!(verdict(503, &none), Verdict::Retry);
    assert_eq!(verdict(503, &hinted), Verdict::Throttled(five));
    assert_eq!(verdict(500, &hinted), Verdict::RetryAfter(SECOND * 5));
    assert_eq!(verdict(404, &hinted), Verdict::Accept);
}

#[test]
fn hints_are_taken_from_where_the_policy_says() {
    let mut limit = HeaderMap::new();
    limit.insert(
        "ratelimit",
        HeaderValue::from_static(r#""default";r=0;t=30"#),
    );
    let hint = |hints, headers: &HeaderMap| {
        let policy = HTTP.hints(hints);
        policy
            .call(Method::GET)
            .verdict(status(503), headers)
            .hint()
    };
    assert_eq!(hint(Hints::All, &limit), Some(SECOND * 30));
    assert_eq!(hint(Hints::RetryAfter, &limit), None);
    assert_eq!(hint(Hints::Ignored, &limit), None);
    assert_eq!(hint(Hints::RetryAfter, &retry_after("5")), Some(SECOND * 5));
    assert_eq!(hint(Hints::Ignored, &retry_after("5")), None);
}

#[test]
fn hinted_statuses_want_a_header_and_nothing_more_of_it() {
    const HINTED: HttpPolicy = HttpPolicy::new().hinted_statuses([413]);
    let judge = |policy: &HttpPolicy, method, headers: &HeaderMap| {
        policy.call(method).verdict(status(413), headers)
    };
    let after = Verdict::RetryAfter(SECOND * 5);
    let (none, hinted) = (HeaderMap::new(), retry_after("5"));
    assert_eq!(judge(&HINTED, Method::GET, &none), Verdict::Accept);
    assert_eq!(
        judge(&HINTED, Method::GET, &retry_after("")),
        Verdict::Accept
    );
    assert_eq!(judge(&HINTED, Method::GET, &hinted), after);
    assert_eq!(
        judge(&HINTED, Method::GET, &retry_after("0")),
        Verdict::Retry
    );
    assert_eq!(judge(&HINTED, Method::POST, &hinted), Verdict::Stop);
    let deaf = HINTED.hints(Hints::Ignored);
    assert_eq!(judge(&deaf, Method::GET, &hinted), Verdict::Accept);
}

/// A run of the preset over answers with these statuses and `Retry-After`s: the waits, and the end.
fn run_urllib3(
    policy: &HttpPolicy,
    answers: &[(u16, Option<&'static str>)],
) -> (Vec<Duration>, Result<u16, HttpError>, StopReason) {
    let clock = ManualClock::new();
    let mut answers = answers.iter();
    let call = policy.call(Method::GET);
    let report = retry(|| {
        let (code, hint) = *answers.next().expect("no call too many");
        let mut response = Response::builder().status(code);
        if let Some(hint) = hint {
            response = response.header("retry-after", hint);
        }
        Ok::<_, HttpError>(response.body(()).expect("a response"))
    })
    .policy(policy.as_policy())
    .on_outcome(call.judge())
    .exhausted(call.exhausted())
    .timer(&clock)
    .report()
    .call();
    let end = report.outcome.map(|response| response.status().as_u16());
    (clock.waits(), end, report.stop)
}

#[test]
fn urllib3_wait_for_wait() {
    const LISTED: HttpPolicy = HttpPolicy::urllib3(10, 1.0, [500, 502, 503, 504]);
    let waits = |factor| {
        let policy = HttpPolicy::urllib3(4, factor, [503]);
        policy.as_policy().delays().collect::<Vec<_>>()
    };
    assert_eq!(waits(0.0), secs([0, 0, 0, 0]));
    assert_eq!(waits(0.1), [0, 200, 400, 800].map(Duration::from_millis));
    assert_eq!(waits(0.3), [0, 600, 1200, 2400].map(Duration::from_millis));
    assert_eq!(waits(50.0), secs([0, 100, 120, 120]));
    assert_eq!(waits(1e300), secs([0, 120, 120, 120]));

    let (waits, end, stop) = run_urllib3(&LISTED, &[(503, None); 11]);
    assert_eq!(waits, secs([0, 2, 4, 8, 16, 32, 64, 120, 120, 120]));
    let raised = end.expect_err("raised");
    assert_eq!(raised.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
    assert_eq!(stop, StopReason::Attempts);

    let (waits, end, _) = run_urllib3(&LISTED, &[(500, None), (500, None), (200, None)]);
    assert_eq!((waits, end.ok()), (secs([0, 2]), Some(200)));

    // Hints are exact, shorter or longer than the backoff; the backoff goes on beside them.
    let hints = [
        (503, Some("7")),
        (429, Some("1")),
        (413, Some("3")),
        (503, None),
        (503, Some("0")),
        (503, Some("21600")),
        (200, None),
    ];
    let (waits, end, _) = run_urllib3(&LISTED, &hints);
    assert_eq!(
        (waits, end.ok()),
        (secs([7, 1, 3, 8, 16, 21600]), Some(200))
    );

    let (waits, _, stop) = run_urllib3(&LISTED, &[(503, Some("21601"))]);
    assert_eq!(waits, []);
    assert!(matches!(stop, StopReason::HintTooLong { .. }), "{stop:?}");
}

#[test]
fn urllib3_retries_and_raises_what_it_does() {
    const NONE: HttpPolicy = HttpPolicy::urllib3(0, 1.0, [503]);
    const ONE: HttpPolicy = HttpPolicy::urllib3(1, 1.0, [503]);
    let end = |policy: &HttpPolicy, answers: &[_]| {
        let (_, end, _) = run_urllib3(policy, answers);
        end.map_err(|error| error.status().expect("a status").as_u16())
    };
    assert_eq!(end(&NONE, &[(503, None)]), Err(503));
    // Retried for its header alone, then handed back: nothing was listed.
    assert_eq!(end(&ONE, &[(429, Some("1")), (429, Some("1"))]), Ok(429));
    assert_eq!(end(&ONE, &[(429, None)]), Ok(429));
    assert_eq!(end(&ONE, &[(404, Some("1"))]), Ok(404));
    assert_eq!(end(&ONE, &[(503, None), (429, None)]), Ok(429));
    let quiet = ONE.raise_on_status(false);
    assert_eq!(end(&quiet, &[(503, None), (503, None)]), Ok(503));

    assert_eq!(verdict(&ONE, &Method::POST, 503), Verdict::Stop);
    let post = ONE.call(Method::POST);
    assert_eq!(post.failed(&FailureKind::NeverSent), Verdict::Retry);
    assert_eq!(post.failed(&FailureKind::MaybeSent), Verdict::Stop);
    let refused = Response::builder()
        .status(503)
        .body(())
        .expect("a response");
    let handed_back: Result<_, HttpError> = post.exhausted()(refused);
    assert!(
        handed_back.is_ok(),
        "a POST was not retried, so not exhausted"
    );
}

#[test]
fn a_policy_gives_a_run_its_attempts_and_delays() {
    const FIVE: HttpPolicy = HTTP.policy(
        Policy::new()
            .attempts(5)
            .jitter(Jitter::None)
            .backoff(Backoff::constant(SECOND)),
    );
    let refused = || Err::<(), _>(io::Error::from(io::ErrorKind::ConnectionRefused));
    let clock = ManualClock::new();
    let _ = retry(refused).policy(FIVE.as_policy()).timer(&clock).call();
    assert_eq!(clock.waits(), secs([1; 4]));
    let changed = FIVE.policy(FIVE.as_policy().attempts(2));
    assert_eq!(changed.as_policy().delays().count(), 1);
}

#[test]
fn policies_are_small_and_calls_smaller() {
    assert!(
        size_of::<HttpPolicy>() <= 296,
        "{}",
        size_of::<HttpPolicy>()
    );
    assert!(size_of::<retry_core::http::Call<'_>>() <= 16);
    assert_eq!(size_of::<HttpError>(), size_of::<usize>());
    assert!(size_of::<InvalidPolicy>() <= 24);
}

#[test]
fn settings_read_a_policy_back_and_name_what_they_refuse() {
    const OWN: HttpPolicy = HttpPolicy::urllib3(3, 0.5, [500, 503])
        .any_method_statuses([429])
        .methods(&[Method::GET, Method::POST])
        .make_keys(true);
    assert_eq!(HttpPolicy::try_from(HttpSettings::from(OWN)), Ok(OWN));
    assert_eq!(HttpPolicy::try_from(HttpSettings::default()), Ok(HTTP));
    assert_eq!(HttpPolicy::default(), HTTP);

    let ok = HttpSettings::default;
    let method = |name: &str| Method::from_bytes(name.as_bytes()).expect("a method");
    let rows = [
        (
            HttpSettings {
                statuses: vec![503, 99],
                ..ok()
            },
            "`statuses` is 99: write statuses from 100 to 599",
        ),
        (
            HttpSettings {
                any_method_statuses: vec![600],
                ..ok()
            },
            "`any_method_statuses` is 600: write statuses from 100 to 599",
        ),
        (
            HttpSettings {
                hinted_statuses: vec![u16::MAX],
                ..ok()
            },
            "`hinted_statuses` is 65535: write statuses from 100 to 599",
        ),
        (
            HttpSettings {
                methods: vec![Method::GET, method("PROPFIND")],
                ..ok()
            },
            "`methods` is PROPFIND: write GET, HEAD",
        ),
        (
            HttpSettings {
                methods: vec![method("AN-EXTREMELY-LONG-NAME-OF-A-METHOD")],
                ..ok()
            },
            "`methods` is AN-EXTREMELY-LONG-NA: write GET, HEAD",
        ),
        (
            HttpSettings {
                policy: Settings {
                    attempts: 0,
                    ..Settings::default()
                },
                ..ok()
            },
            "`attempts` is 0: write 1 or more",
        ),
    ];
    for (settings, message) in rows {
        let refused = HttpPolicy::try_from(settings).expect_err(message);
        assert!(refused.to_string().starts_with(message), "{refused}");
        assert!(message.contains(&format!("`{}`", refused.field())));
    }
}

#[test]
fn constructors_panic_with_the_reason() {
    type Build = fn() -> HttpPolicy;
    let rows: [(Build, &str); 7] = [
        (|| HTTP.statuses([99]), "not from 100 to 599"),
        (|| HTTP.any_method_statuses([600]), "not from 100 to 599"),
        (|| HTTP.hinted_statuses([0]), "not from 100 to 599"),
        (
            || HTTP.methods(&[Method::from_bytes(b"PROPFIND").expect("a method")]),
            "not a standard method",
        ),
        (|| HttpPolicy::urllib3(3, -0.1, []), "`backoff_factor`"),
        (|| HttpPolicy::urllib3(3, f64::NAN, []), "`backoff_factor`"),
        (
            || HttpPolicy::urllib3(3, f64::INFINITY, []),
            "`backoff_factor`",
        ),
    ];
    for (build, reason) in rows {
        let panic = panic::catch_unwind(build).expect_err(reason);
        let message = panic.downcast_ref::<&str>().map(ToString::to_string);
        let message = message
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_default();
        assert!(
            message.contains(reason),
            "{reason:?} is missing in {message:?}"
        );
    }
}

#[test]
fn keys_are_uuids_of_version_4_and_differ() {
    let key = IdempotencyKey::random();
    let parts: Vec<&str> = key.as_str().split('-').collect();
    assert_eq!(
        parts.iter().map(|part| part.len()).collect::<Vec<_>>(),
        [8, 4, 4, 4, 12]
    );
    for _ in 0..100 {
        let other = IdempotencyKey::random();
        assert_ne!(other, key);
        assert_eq!(&other.as_str()[14..15], "4");
        assert!("89ab".contains(&other.as_str()[19..20]), "{other}");
    }
    assert_eq!(key.to_string(), key.as_str());
}

#[test]
fn keys_are_found_in_requests_and_made_once_for_those_without() {
    const MAKES: HttpPolicy = HTTP.make_keys(true);
    let none = HeaderMap::new();
    let key: IdempotencyKey = "order-17".parse().expect("a key");
    let request = Request::post("/orders")
        .header(IdempotencyKey::HEADER, &key)
        .body(())
        .expect("a request");
    let call = HTTP.call(request.method());
    assert!(!call.may_repeat());
    assert!(!call.key_in(&none).may_repeat());
    assert!(call.key_in(request.headers()).may_repeat());
    assert_eq!(IdempotencyKey::find(request.headers()), Some(key));

    assert!(MAKES.key_for(&Method::POST, &none).is_some());
    assert_eq!(MAKES.key_for(&Method::POST, request.headers()), None);
    assert_eq!(MAKES.key_for(&Method::GET, &none), None);
    assert_eq!(HTTP.key_for(&Method::POST, &none), None);

    for text in ["", " ", "zwölf", "a\nb"] {
        let refused = text.parse::<IdempotencyKey>().expect_err(text);
        assert!(refused.to_string().contains("visible ASCII"));
    }
    let mut empty = HeaderMap::new();
    empty.insert(IdempotencyKey::HEADER, HeaderValue::from_static(""));
    assert!(!call.key_in(&empty).may_repeat(), "an empty key is none");
}

#[test]
fn check_refuses_from_400_on_and_keeps_what_a_retry_needs() {
    for code in 100..=999 {
        let response = Response::builder()
            .status(code)
            .header("retry-after", "5")
            .body("page")
            .expect("a response");
        match check(response) {
            Ok(response) => {
                assert!(!(400..600).contains(&code), "{code}");
                assert_eq!(*response.body(), "page");
            }
            Err(error) => {
                assert!((400..600).contains(&code), "{code}");
                assert_eq!(error.status(), Some(status(code)));
                assert_eq!(error.retry_after(), Some(SECOND * 5));
                assert!(matches!(error.kind(), FailureKind::Answered(_)));
                assert!(error.source().is_none());
            }
        }
    }
}

#[test]
fn errors_say_what_happened_and_name_their_source() {
    let rows = [
        (
            io::ErrorKind::ConnectionRefused,
            FailureKind::NeverSent,
            "the request never reached the server",
        ),
        (
            io::ErrorKind::ConnectionReset,
            FailureKind::MaybeSent,
            "the server did not answer",
        ),
        (
            io::ErrorKind::HostUnreachable,
            FailureKind::MaybeSent,
            "the server did not answer",
        ),
        (
            io::ErrorKind::UnexpectedEof,
            FailureKind::MaybeSent,
            "the server did not answer",
        ),
        (
            io::ErrorKind::PermissionDenied,
            FailureKind::Other,
            "the call failed",
        ),
    ];
    for (cause, kind, message) in rows {
        assert_eq!(io::Error::from(cause).failure_kind(), kind);
        let error = HttpError::from(io::Error::from(cause));
        assert_eq!(error.kind(), kind, "{cause}");
        assert_eq!(error.to_string(), message);
        assert_eq!((error.status(), error.retry_after()), (None, None));
        let source = error
            .source()
            .and_then(|source| source.downcast_ref::<io::Error>());
        assert_eq!(source.map(io::Error::kind), Some(cause));
    }
    let cut = HttpError::new(FailureKind::ResponseCut, "half a page");
    assert_eq!(cut.to_string(), "the server's answer broke off");
    let wrapped = io::Error::other(cut);
    assert_eq!(FailureKind::of(&wrapped), FailureKind::ResponseCut);
}
