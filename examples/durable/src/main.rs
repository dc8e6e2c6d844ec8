//! The command line of the example. The library next to it has the parts.

mod cli;
mod commands;
mod demo;
mod load;

use clap::Parser;
use durable::{PostgresStore, SqliteStore};

use crate::cli::{Cli, Command};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    match (cli.command.unwrap_or(Command::Demo), cli.postgres) {
        (Command::Demo, _) => demo::run().await,
        (Command::Serve(serve), _) => commands::serve(serve).await,
        (Command::Load(load), None) => load::run_in_new_file(load).await,
        (command, None) => commands::run(SqliteStore::open(&cli.file).await?, command).await,
        (command, Some(url)) => commands::run(PostgresStore::connect(&url).await?, command).await,
    }
}
