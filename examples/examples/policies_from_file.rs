//! Named policies and a budget from a TOML file, read again while calls run. A file with a mistake changes nothing.

use std::{
    collections::HashMap,
    env, fs,
    path::{Path, PathBuf},
    process,
    sync::{Arc, mpsc},
    thread,
};

use arc_swap::ArcSwap;
use retry_core::{Budget, BudgetSettings, Policy, retry};
use serde::Deserialize;

type Error = Box<dyn std::error::Error>;

/// The policies that the program asks for. A file has to have each of them.
const NAMES: [&str; 2] = ["prices", "reports"];

const FIRST: &str = r#"
[budget]
ratio = 0.1
reserve = 1000

[policies.prices]
attempts = 2
backoff = "1ms"

[policies.reports]
attempts = 10
backoff = "1s"
max_delay = "5m"
"#;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    budget: BudgetSettings,
    // A `Policy` is checked while it is read, so the error knows the line.
    policies: HashMap<String, Policy>,
}

struct Policies {
    named: HashMap<String, Policy>,
    budget: Arc<Budget>,
    budget_settings: BudgetSettings,
}

impl Policies {
    fn read(path: &Path, old: Option<&Self>) -> Result<Self, Error> {
        let file: File = toml::from_str(&fs::read_to_string(path)?)?;
        if let Some(name) = NAMES
            .iter()
            .find(|name| !file.policies.contains_key(**name))
        {
            return Err(format!("there is no [policies.{name}]").into());
        }
        // The same numbers: what is left in the budget stays. A new one would be full, perhaps in an outage.
        let budget = match old {
            Some(old) if old.budget_settings == file.budget => Arc::clone(&old.budget),
            _ => Arc::new(Budget::try_from(file.budget)?),
        };
        Ok(Self {
            named: file.policies,
            budget,
            budget_settings: file.budget,
        })
    }
}

struct PolicyFile {
    path: PathBuf,
    current: ArcSwap<Policies>,
}

impl PolicyFile {
    fn open(path: PathBuf) -> Result<Self, Error> {
        let current = ArcSwap::from_pointee(Policies::read(&path, None)?);
        Ok(Self { path, current })
    }

    /// For a handler of SIGHUP, or for what watches the file.
    fn reload(&self) -> Result<(), Error> {
        let policies = Policies::read(&self.path, Some(&self.current.load()))?;
        self.current.store(Arc::new(policies));
        Ok(())
    }

    /// A copy: a run ends under the policy that it began with.
    fn policy(&self, name: &str) -> Policy {
        self.current.load().named[name]
    }

    fn budget(&self) -> Arc<Budget> {
        Arc::clone(&self.current.load().budget)
    }
}

#[retry(policy = file.policy("prices"), budget = file.budget())]
fn price(file: &PolicyFile, calls: &mut u32) -> Result<u32, &'static str> {
    *calls += 1;
    Err("the server is down")
}

fn main() -> Result<(), Error> {
    let path = env::temp_dir().join(format!("retry-policies-{}.toml", process::id()));
    fs::write(&path, FIRST)?;
    let file = PolicyFile::open(path.clone())?;
    for name in NAMES {
        println!("{name}: {}", file.policy(name));
    }

    thread::scope(|scope| {
        // The worker waits until its number is taken, and ends when nobody takes it any more.
        let (counted, counts) = mpsc::sync_channel(0);
        let worker = &file;
        scope.spawn(move || {
            loop {
                let mut calls = 0;
                price(worker, &mut calls).expect_err("it is down");
                if counted.send(calls).is_err() {
                    return;
                }
            }
        });
        let mut counts = counts.into_iter();
        assert!(counts.by_ref().take(3).eq([2, 2, 2]));

        fs::write(&path, FIRST.replace("attempts = 2", "attempts = 0"))?;
        let refused = file.reload().unwrap_err().to_string();
        println!("refused: {refused}");
        assert!(refused.contains("line 7"), "{refused}");
        assert!(
            refused.contains("`attempts` is 0: write 1 or more"),
            "{refused}"
        );

        fs::write(&path, FIRST.replace("policies.reports", "policies.report"))?;
        let refused = file.reload().unwrap_err().to_string();
        println!("refused: {refused}");
        assert_eq!(refused, "there is no [policies.reports]");
        assert!(counts.by_ref().take(3).eq([2, 2, 2]));

        let left = file.budget();
        fs::write(&path, FIRST.replace("attempts = 2", "attempts = 4"))?;
        file.reload()?;
        println!("prices: {}", file.policy("prices"));
        // The call that was under way made its two attempts.
        let mut counts = counts.skip_while(|count| *count == 2);
        assert!(counts.by_ref().take(3).eq([4, 4, 4]));
        assert!(Arc::ptr_eq(&left, &file.budget()));

        fs::write(&path, FIRST.replace("reserve = 1000", "reserve = 50"))?;
        file.reload()?;
        assert!(!Arc::ptr_eq(&left, &file.budget()));
        println!("worker: 2 attempts a call, then 4");
        Ok::<_, Error>(())
    })?;
    fs::remove_file(path)?;
    Ok(())
}
