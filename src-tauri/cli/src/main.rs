//! The command line: the same engine, for pipelines. Results go to standard output, progress and
//! explanations to standard error.

mod exit;
mod inspect;
mod practice;
mod upload;
mod words;

use clap::{Parser, Subcommand};
use exit::Exit;

/// Inspect and upload Xperience by Kentico deployment packages.
#[derive(Parser)]
#[command(name = "slipway-cli", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Say whether a deployment package will work, and what it is
    Inspect(inspect::Inspect),
    /// Upload a deployment package to an environment
    Upload(upload::UploadArgs),
    /// Run the practice Portal and its sites until stopped
    Practice(practice::Practice),
}

fn main() -> std::process::ExitCode {
    let exit = match Cli::parse().command {
        Command::Inspect(inspect) => inspect::run(&inspect),
        Command::Upload(upload) => upload::run(&upload),
        Command::Practice(practice) => practice::run(&practice),
    };
    exit.unwrap_or_else(|fault| {
        words::explain(&fault);
        Exit::of(&fault)
    })
    .into()
}
