//! Which values a budget refuses, in code and in settings, and with what message.

use std::time::Duration;

use retry_core::{Budget, BudgetSettings, Budgets, Policy};
use retry_tests::panic_message;

const COST: &str = "a cost is not from 0.000001 to 1000000 tokens";
const RATIO: &str = "`ratio` is not from 0.000001 to 1000";
const UNFILLED: &str = "nothing fills this budget: for one without a ratio write `Budget::floor` or `Budget::reserved`";

#[test]
fn setters_refuse_what_no_budget_can_use() {
    type Case = (&'static str, fn() -> Budget);
    let cases: [Case; 21] = [
        (RATIO, || Budget::ratio(f64::NAN)),
        (RATIO, || Budget::ratio(-0.1)),
        (RATIO, || Budget::ratio(f64::INFINITY)),
        (RATIO, || Budget::ratio(1000.1)),
        (RATIO, || Budget::ratio(1e-7)),
        (UNFILLED, || Budget::ratio(0.0)),
        (UNFILLED, || Budget::floor(0)),
        (UNFILLED, || Budget::reserved(0)),
        (UNFILLED, || Budget::floor(1).per_second(0)),
        ("`window` is 0: every token would expire at once", || {
            Budget::new().window(Duration::ZERO)
        }),
        (COST, || Budget::new().retry_cost(0.0)),
        (COST, || Budget::new().throttled_cost(f64::NAN)),
        (COST, || Budget::new().timeout_cost(-1.0)),
        (COST, || Budget::aws().timeout_cost(f64::INFINITY)),
        (
            "`capacity` is 0: a bucket without tokens grants no retry",
            || Budget::bucket(0),
        ),
        (
            "a bucket has no `reserve`, `per_second` or `window`",
            || Budget::aws().reserve(1),
        ),
        (
            "a bucket has no `reserve`, `per_second` or `window`",
            || Budget::aws().per_second(1),
        ),
        (
            "a bucket has no `reserve`, `per_second` or `window`",
            || Budget::aws().window(Duration::from_secs(1)),
        ),
        (
            "only a bucket has `success_returns` and `above_half`",
            || Budget::new().success_returns(1.0),
        ),
        (
            "only a bucket has `success_returns` and `above_half`",
            || Budget::new().above_half(),
        ),
        (
            "`success_returns` is not from 0.000001 to 1000000 tokens",
            || Budget::aws().success_returns(0.0),
        ),
    ];
    for (number, (message, make)) in cases.into_iter().enumerate() {
        assert_eq!(panic_message(make), message, "case {number}");
    }
    let no_keys = || Budgets::<u32>::new(Budget::new).max_keys(0);
    assert_eq!(panic_message(no_keys), "`max_keys` is 0: write 1 or more");
}

#[test]
fn the_least_and_the_most_are_allowed() {
    let cases = [
        (Budget::ratio(0.000_001), 0.0),
        (Budget::ratio(1000.0), 0.0),
        (Budget::reserved(u32::MAX), 4_294_967_295.0),
        (Budget::bucket(u32::MAX).retry_cost(1e6), 4_294_967_295.0),
        (
            Budget::floor(u32::MAX).window(Duration::MAX),
            4_294_967_295.0,
        ),
        (Budget::new().retry_cost(0.000_001), 10.0),
    ];
    for (budget, available) in cases {
        assert_eq!(budget.available(), available, "{budget:?}");
    }
}

#[test]
fn settings_are_refused_with_field_value_and_what_is_allowed() {
    let ok = BudgetSettings::default();
    let cases = [
        (
            BudgetSettings {
                ratio: f64::NAN,
                ..ok
            },
            "`ratio` is NaN: write 0, or a number from 0.000001 to 1000",
        ),
        (
            BudgetSettings { ratio: -1.5, ..ok },
            "`ratio` is -1.5: write 0, or a number from 0.000001 to 1000",
        ),
        (
            BudgetSettings {
                ratio: 0.0,
                per_second: 0,
                ..ok
            },
            "`ratio` is 0: without a ratio write a `per_second` or a `reserve` above 0",
        ),
        (
            BudgetSettings {
                window: Duration::ZERO,
                ..ok
            },
            "`window` is 0ns: every token would expire at once: write more than 0",
        ),
        (
            BudgetSettings {
                retry_cost: 0.0,
                ..ok
            },
            "`retry_cost` is 0: write a number from 0.000001 to 1000000",
        ),
        (
            BudgetSettings {
                throttled_cost: Some(f64::INFINITY),
                ..ok
            },
            "`throttled_cost` is inf: write a number from 0.000001 to 1000000",
        ),
        (
            BudgetSettings {
                timeout_cost: Some(-3.0),
                ..ok
            },
            "`timeout_cost` is -3: write a number from 0.000001 to 1000000",
        ),
    ];
    for (settings, message) in cases {
        let refused = Budget::try_from(settings).expect_err(message);
        assert_eq!(refused.to_string(), message);
        assert!(message.starts_with(&format!("`{}`", refused.field())));
        assert!(message.ends_with(refused.allowed()));
    }
}

#[test]
fn settings_make_the_budget_that_the_setters_make() {
    let settings = BudgetSettings {
        ratio: 0.0,
        reserve: 3,
        per_second: 0,
        window: Duration::from_secs(30),
        ..BudgetSettings::default()
    };
    let cases = [
        (
            settings,
            Budget::reserved(3).window(Duration::from_secs(30)),
        ),
        (BudgetSettings::default(), Budget::new()),
        (
            BudgetSettings {
                ratio: 0.5,
                ..settings
            },
            Budget::ratio(0.5)
                .reserve(3)
                .window(Duration::from_secs(30)),
        ),
    ];
    for (settings, expected) in cases {
        let budget = Budget::try_from(settings).expect("it is allowed");
        assert_eq!(format!("{budget:?}"), format!("{expected:?}"));
    }
}

#[test]
fn policies_are_equal_if_they_share_a_budget() {
    static ONE: Budget = Budget::new();
    static OTHER: Budget = Budget::new();
    let policy = Policy::new();
    assert_eq!(policy.budget(&ONE), policy.budget(&ONE));
    assert_ne!(policy.budget(&ONE), policy.budget(&OTHER));
}
