//! What Slipway is made of. `cargo xtask` calls it: `licences`, `supply` and `bundle`.

mod bill;
mod crates;
mod licences;
mod npm;
mod part;
mod rules;

use clap::{Parser, Subcommand};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Parser)]
struct Supply {
    /// The repository's root.
    #[arg(long)]
    root: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the list the window shows, or compare it
    Licences {
        #[arg(long)]
        check: bool,
    },
    /// Hold every crate against `deny.toml`
    Check,
    /// Write the bill of materials (CycloneDX) of the window for a target
    Bill {
        #[arg(long)]
        target: String,
        #[arg(long)]
        out: PathBuf,
    },
}

fn main() -> ExitCode {
    let supply = Supply::parse();
    let done = match supply.command {
        Command::Licences { check } => licences::licences(&supply.root, check),
        Command::Check => check(&supply.root),
        Command::Bill { target, out } => bill::write(&supply.root, &target, &out),
    };
    match done {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(said) => {
            eprintln!("{said}");
            ExitCode::FAILURE
        }
    }
}

/// What to say; an `Err` ends the command without success.
type Said = Result<String, String>;

fn check(root: &Path) -> Said {
    let rules = rules::Rules::read(&root.join("deny.toml"))?;
    let crates = crates::all(root, None)?;
    let mut problems = rules.problems(&crates.linked());
    problems.extend(rules.of_packages(&npm::bundled(root)?));
    match problems.as_slice() {
        [] => Ok(format!(
            "{} crates keep the rules of deny.toml",
            crates.linked().len()
        )),
        some => Err(some.join("\n")),
    }
}
