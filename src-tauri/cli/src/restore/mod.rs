//! `slipway-cli restore`.

mod check;
mod others;
mod progress;
mod text;
mod upload;

use crate::exit::Exit;
use clap::{Args, Subcommand};
use slipway_engine::fault::Fault;

#[derive(Args)]
pub struct Restore {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Say whether a database file and a folder of files can be restored
    Check(check::Check),
    /// Upload both to the containers of a custom restore; run again, it goes on
    Upload(upload::Upload),
}

pub fn run(args: &Restore) -> Result<Exit, Fault> {
    match &args.command {
        Command::Check(check) => check::run(check),
        Command::Upload(upload) => upload::run(upload),
    }
}
