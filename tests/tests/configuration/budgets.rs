//! The settings of budgets in files.

use retry_core::{Budget, BudgetSettings};

use super::*;

const FULL: &str = r#"
    ratio = 0.1
    reserve = 5
    per_second = "2"
    window = "1m"
    retry_cost = 1
    throttled_cost = 2.5
    timeout_cost = "3"
"#;

fn full() -> BudgetSettings {
    BudgetSettings {
        ratio: 0.1,
        reserve: 5,
        per_second: 2,
        window: SECOND * 60,
        retry_cost: 1.0,
        throttled_cost: Some(2.5),
        timeout_cost: Some(3.0),
    }
}

#[test]
fn every_setting_of_a_budget_is_read_and_written() {
    assert_eq!(toml::from_str::<BudgetSettings>(FULL), Ok(full()));
    for settings in [full(), BudgetSettings::default()] {
        let toml = toml::to_string(&settings).expect("it can be written");
        assert_eq!(toml::from_str::<BudgetSettings>(&toml), Ok(settings));
        let json = serde_json::to_string(&settings).expect("it can be written");
        let read: BudgetSettings = serde_json::from_str(&json).expect("it can be read");
        assert_eq!(read, settings);
    }
    assert_eq!(toml::from_str(""), Ok(BudgetSettings::default()));
    let toml = toml::to_string(&full()).expect("it can be written");
    assert!(toml.contains("window = \"1m\""), "{toml}");
}

#[test]
fn a_budget_that_cannot_be_read_is_refused_with_field_and_value() {
    let rows = [
        (
            "ratio = \"a fifth\"",
            "`ratio` is \"a fifth\": write a number of tokens",
        ),
        (
            "reserve = -1",
            "`reserve` is -1: write a whole number of tokens, 0 or more",
        ),
        (
            "per_second = 0.5",
            "`per_second` is 0.5: write a whole number of tokens, 0 or more",
        ),
        ("window = 100", "`window` is 100: `100ms` or `100s`?"),
        (
            "timeout_cost = true",
            "`timeout_cost` is true: write a number of tokens",
        ),
        (
            "capacity = 5",
            "unknown setting `capacity`: there are `ratio`, `reserve`, `per_second`",
        ),
    ];
    for (text, message) in rows {
        let refused = toml::from_str::<BudgetSettings>(text)
            .expect_err(text)
            .to_string();
        assert!(refused.contains(message), "{text}: {refused}");
    }
}

#[test]
fn a_ratio_of_a_file_is_checked_when_it_becomes_a_budget() {
    let settings: BudgetSettings = toml::from_str("ratio = -0.5").expect("it can be read");
    let refused = Budget::try_from(settings).expect_err("it is refused");
    assert_eq!(refused.field(), "ratio");
}
