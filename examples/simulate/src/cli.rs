//! The command line.

use std::{env, error::Error, fs, path::PathBuf, process::ExitCode};

use clap::{Parser, ValueEnum};
use retry_core::{Jitter, Policy};

use crate::{
    chart::thousands,
    contention::{ARTICLE, Contention, JITTERS},
    herd::Herd,
    input::PolicyArguments,
    outage::Outage,
    pictures::{contended, herd, load, pictures, slow_tail},
    progress::Progress,
    report::{Section, html},
    slow_tail::{HEDGES, SlowTail},
    table::Table,
    variants::{BudgetKind, Variant, outage_variants, overload_variants, run_variants},
};

/// Retries on simulated time: the policies and budgets of retry-core, thousands of clients, and a server of limited
/// capacity. Prints tables and writes an HTML report with charts.
#[derive(Parser, Debug)]
#[command(name = "simulate")]
struct Arguments {
    #[arg(value_enum, default_value = "all")]
    what: What,
    /// How many clients there are: 100 in `contention`, else 1,000
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    clients: Option<u32>,
    /// How many calls a second the server can answer: 250 in `herd`, 1,500 in `outage`
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    capacity: Option<u32>,
    /// The seed of all random numbers
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The file for the report, by default in the folder for temporary files
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    #[command(flatten)]
    policy: PolicyArguments,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    /// The five that follow
    All,
    /// Writers that want to change the same row, as in AWS's article on jitter
    Contention,
    /// A server restarts, and all clients connect again
    Herd,
    /// A server answers nobody for 30 s
    Outage,
    /// The same outage, with a budget, a breaker, and both
    Overload,
    /// Calls of which a few take long, with hedges and without
    Hedge,
    /// Writes the pictures of the guide, in the repository
    Pictures,
}

/// Reads the arguments, runs, and prints.
#[must_use]
pub fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

type Simulate = fn(&Arguments, &mut Progress) -> Result<Section, Box<dyn Error>>;

fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let scenarios: &[Simulate] = match arguments.what {
        What::Pictures => return write_pictures(),
        What::All => &[
            contention_section,
            herd_section,
            outage_section,
            overload_section,
            hedge_section,
        ],
        What::Contention => &[contention_section],
        What::Herd => &[herd_section],
        What::Outage => &[outage_section],
        What::Overload => &[overload_section],
        What::Hedge => &[hedge_section],
    };
    let mut progress = Progress::new();
    let mut sections = Vec::new();
    for scenario in scenarios {
        let section = scenario(arguments, &mut progress)?;
        progress.clear();
        println!(
            "{}\n\n{}\n{}",
            section.title,
            section.about,
            section.table.text()
        );
        sections.push(section);
    }
    let path = arguments
        .report
        .clone()
        .unwrap_or_else(|| env::temp_dir().join("retry-simulation.html"));
    let command: Vec<_> = env::args().skip(1).collect();
    let command = format!(
        "cargo run -p retry-examples --example simulate -- {}",
        command.join(" ")
    );
    fs::write(&path, html(&command, &sections))
        .map_err(|error| format!("--report {}: {error}", path.display()))?;
    println!("report: {}", path.display());
    Ok(())
}

/// The kinds of jitter to compare, or the one that was asked for.
fn jitters(
    arguments: &Arguments,
    policy: Policy,
    all: &[(&'static str, Jitter)],
) -> Vec<(&'static str, Policy)> {
    if arguments.policy.has_jitter() {
        return vec![("as given", policy)];
    }
    all.iter()
        .map(|(name, jitter)| (*name, policy.jitter(*jitter)))
        .collect()
}

fn contention_section(
    arguments: &Arguments,
    progress: &mut Progress,
) -> Result<Section, Box<dyn Error>> {
    let (policy, _) = arguments.policy.read(ARTICLE)?;
    let writers = arguments.clients.unwrap_or(100);
    let mut rows = Vec::new();
    for (name, policy) in jitters(arguments, policy, &JITTERS) {
        progress.show("contention", name, 0);
        let contention = Contention { writers, policy };
        rows.push((name, contention.mean(10, arguments.seed)));
    }
    Ok(Section {
        title: "Contention",
        about: format!(
            "{} writers want to change one row; who collides waits and reads it again. The mean of 10 runs. Policy: {policy}.",
            thousands(writers)
        ),
        table: Table::contention(&rows),
        picture: contended(&rows),
    })
}

fn herd_section(arguments: &Arguments, progress: &mut Progress) -> Result<Section, Box<dyn Error>> {
    let usual = Herd::default();
    let (policy, _) = arguments.policy.read(usual.policy)?;
    let usual = Herd {
        clients: arguments.clients.unwrap_or(usual.clients),
        capacity: arguments.capacity.unwrap_or(usual.capacity),
        policy,
        ..usual
    };
    let mut rows = Vec::new();
    for (name, policy) in jitters(arguments, policy, &JITTERS) {
        let on_second = |second| progress.show("herd", name, second);
        rows.push((
            name,
            Herd { policy, ..usual }.run(arguments.seed, on_second),
        ));
    }
    let shown: Vec<_> = rows.iter().map(|(name, row)| (*name, row)).collect();
    Ok(Section {
        title: "A herd after a restart",
        about: format!(
            "{} clients lose their connection at once. The server is down for {} s, then accepts {} a second. Policy: {policy}.",
            thousands(usual.clients),
            usual.lasts.as_secs(),
            thousands(usual.capacity)
        ),
        table: Table::herd(&rows),
        picture: herd(&usual, &shown),
    })
}

fn outage_section(
    arguments: &Arguments,
    progress: &mut Progress,
) -> Result<Section, Box<dyn Error>> {
    let usual = Outage::default();
    let mut variants = outage_variants().to_vec();
    let (_, budget) = arguments.policy.read(usual.policy)?;
    variants.extend(budget.map(|settings| Variant {
        name: "the budget of the file",
        budget: BudgetKind::Own(settings),
        ..variants[1]
    }));
    section_of("An outage", &usual, &variants, arguments, progress)
}

fn overload_section(
    arguments: &Arguments,
    progress: &mut Progress,
) -> Result<Section, Box<dyn Error>> {
    section_of(
        "An outage, with a breaker",
        &Outage::with_deadline(),
        &overload_variants(),
        arguments,
        progress,
    )
}

/// An outage for each variant, with the clients, the server and the policy that the arguments ask for.
fn section_of(
    title: &'static str,
    usual: &Outage,
    variants: &[Variant],
    arguments: &Arguments,
    progress: &mut Progress,
) -> Result<Section, Box<dyn Error>> {
    let (policy, _) = arguments.policy.read(usual.policy)?;
    let outage = Outage {
        clients: arguments.clients.unwrap_or(usual.clients),
        capacity: arguments.capacity.unwrap_or(usual.capacity),
        policy,
        ..usual.clone()
    };
    let mut on_second = |name: &str, second| progress.show("outage", name, second);
    let rows = run_variants(&outage, arguments.seed, variants, &mut on_second);
    // A line without retries would lie below the others.
    let shown: Vec<_> = rows[1..].iter().map(|(name, row)| (*name, row)).collect();
    Ok(Section {
        title,
        about: outage.about(),
        table: Table::outage(&rows),
        picture: load(&outage, &shown),
    })
}

fn hedge_section(
    arguments: &Arguments,
    progress: &mut Progress,
) -> Result<Section, Box<dyn Error>> {
    let usual = SlowTail::default();
    let (policy, _) = arguments.policy.read(usual.policy)?;
    let tail = SlowTail { policy, ..usual };
    let rows: Vec<_> = HEDGES
        .into_iter()
        .map(|(name, kind)| {
            let on_second = |second| progress.show("hedge", name, second);
            (name, tail.run(arguments.seed, kind, on_second))
        })
        .collect();
    Ok(Section {
        title: "A slow tail",
        about: tail.about(),
        table: Table::slow_tail(&rows),
        picture: slow_tail(&rows),
    })
}

fn write_pictures() -> Result<(), Box<dyn Error>> {
    let folder = pictures_folder();
    fs::create_dir_all(&folder)?;
    for picture in pictures() {
        let path = folder.join(picture.name).with_extension("svg");
        fs::write(&path, picture.svg)?;
        println!("{}", path.display());
    }
    Ok(())
}

/// Where the guide has its pictures.
#[must_use]
pub fn pictures_folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../retry-core/guide/pictures")
}
