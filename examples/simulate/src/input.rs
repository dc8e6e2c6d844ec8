use std::{error::Error, fs, path::PathBuf};

use clap::Args;
use retry_core::{Budget, BudgetSettings, Policy, Settings};
use serde::Deserialize;
use toml::{Table, Value};

/// Which policy the clients have. What is not given is as in the scenario.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Policy")]
pub(crate) struct PolicyArguments {
    /// A TOML file with a table [policy], and perhaps [budget]
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Calls in all, the first included: 5, or unlimited
    #[arg(long, value_name = "N")]
    attempts: Option<String>,
    /// The first delay: 100ms
    #[arg(long, value_name = "DELAY")]
    backoff: Option<String>,
    /// How delays go on: exponential, constant, linear or fibonacci
    #[arg(long)]
    kind: Option<String>,
    /// By how much exponential delays grow: 2
    #[arg(long, value_name = "NUMBER")]
    factor: Option<String>,
    /// The longest delay: 10s
    #[arg(long, value_name = "DELAY")]
    max_delay: Option<String>,
    /// none, full, equal, decorrelated, or a ratio such as 0.25
    #[arg(long)]
    jitter: Option<String>,
    /// The time after which no attempt begins: 30s
    #[arg(long, value_name = "TIME")]
    deadline: Option<String>,
}

/// The file of `--policy`.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct PolicyFile {
    // A `Policy` is checked while it is read, so the error knows the line.
    policy: Option<Policy>,
    budget: Option<BudgetSettings>,
}

impl PolicyArguments {
    fn flags(&self) -> [(&'static str, Option<&String>); 7] {
        [
            ("attempts", self.attempts.as_ref()),
            ("backoff", self.backoff.as_ref()),
            ("kind", self.kind.as_ref()),
            ("factor", self.factor.as_ref()),
            ("max_delay", self.max_delay.as_ref()),
            ("jitter", self.jitter.as_ref()),
            ("deadline", self.deadline.as_ref()),
        ]
    }

    /// Whether the jitter is chosen, so that kinds of it need not be compared.
    pub(crate) fn has_jitter(&self) -> bool {
        self.jitter.is_some()
    }

    /// The policy, and the budget of the file, if it has one.
    pub(crate) fn read(
        &self,
        scenario: Policy,
    ) -> Result<(Policy, Option<BudgetSettings>), Box<dyn Error>> {
        let file = self.file()?;
        let settings = Settings::from(file.policy.unwrap_or(scenario));
        let mut table = Table::try_from(settings)?;
        for (key, value) in self.flags() {
            if let Some(value) = value {
                table.insert(key.to_owned(), Value::String(value.clone()));
            }
        }
        let policy = Policy::deserialize(Value::Table(table))
            .map_err(|error| error.to_string())
            // The second line names the key again.
            .map_err(|error| error.lines().next().unwrap_or_default().to_owned())?;
        Ok((policy, file.budget))
    }

    fn file(&self) -> Result<PolicyFile, Box<dyn Error>> {
        let Some(path) = &self.policy else {
            return Ok(PolicyFile::default());
        };
        let path_text = path.display();
        let text = fs::read_to_string(path).map_err(|error| format!("{path_text}: {error}"))?;
        let file: PolicyFile = toml::from_str(&text).map_err(|error| {
            format!(
                "{path_text}: {error}\nwrite, for example:\n\n[policy]\nattempts = 5\nbackoff = \"100ms\"\n"
            )
        })?;
        if let Some(settings) = file.budget {
            Budget::try_from(settings).map_err(|error| format!("{path_text}: {error}"))?;
        }
        Ok(file)
    }
}
