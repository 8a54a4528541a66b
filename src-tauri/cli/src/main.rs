//! The command line: the same engine, for pipelines. Results go to standard output, progress and
//! explanations to standard error.

#![deny(clippy::print_stdout, clippy::print_stderr)]

#[macro_use]
mod out;

mod build;
mod compare;
mod data_folder;
mod exit;
mod finding;
mod first_aid;
mod forecast;
mod house;
mod inspect;
mod practice;
mod restore;
mod upload;
mod words;

use clap::{Parser, Subcommand};
use exit::Exit;

/// Build, inspect, compare and upload Xperience by Kentico deployment packages.
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
    /// Say what is in a package that was not in an earlier one
    Compare(compare::Compare),
    /// Make a deployment package from a publish folder and a CD repository
    Build(build::Build),
    /// Upload a deployment package to an environment
    Upload(upload::UploadArgs),
    /// Check and upload what a custom restore needs
    Restore(restore::Restore),
    /// Test what Slipway needs on this computer, and say what to do
    FirstAid(first_aid::FirstAid),
    /// Take settings and history along to another computer
    House(house::House),
    /// Run the practice Portal and its sites until stopped
    Practice(practice::Practice),
}

fn main() -> std::process::ExitCode {
    slipway_engine::secret::stand_guard();
    let exit = match Cli::parse().command {
        Command::Inspect(inspect) => inspect::run(&inspect),
        Command::Compare(compare) => compare::run(&compare),
        Command::Build(build) => build::run(&build),
        Command::Upload(upload) => upload::run(&upload),
        Command::Restore(restore) => restore::run(&restore),
        Command::FirstAid(first_aid) => first_aid::run(&first_aid),
        Command::House(house) => house::run(&house),
        Command::Practice(practice) => practice::run(&practice),
    };
    let exit = exit.unwrap_or_else(|fault| {
        words::explain(&fault);
        Exit::of(&fault)
    });
    if out::arrived() {
        return exit.into();
    }
    err!("The result could not be written to standard output.");
    err!(
        "  What was done is done, and would have ended with exit code {}.",
        exit.code()
    );
    err!(
        "  If it went into a file, make room on that disk. Do not repeat an upload for this alone."
    );
    Exit::Untold.into()
}
