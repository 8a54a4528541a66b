//! `slipway-cli house`: settings and history for another computer.
//!
//! Works on the ledger alone, also while the window is open: a desk would take what runs there for
//! cut off.

use crate::data_folder;
use crate::exit::Exit;
use clap::{Args, Subcommand};
use slipway_engine::clock::{Clock, SystemClock};
use slipway_engine::desk::{ledger_in, system_user};
use slipway_engine::fault::{Fault, NextStep, Retry};
use slipway_engine::house;
use slipway_engine::ledger::{Ledger, Merged};
use std::path::PathBuf;

#[derive(Args)]
pub struct House {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Write settings and history into one file. Tokens, links and passwords stay behind
    Export(Moving),
    /// Add what is in such a file and not here yet. What is here stays as it is
    Import {
        #[command(flatten)]
        moving: Moving,
        /// Only say what would be added
        #[arg(long)]
        preview: bool,
    },
}

#[derive(Args)]
struct Moving {
    /// The file, usually called something.slipway-house
    file: PathBuf,
    /// Slipway's data folder; that of the window if not given
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

pub fn run(args: &House) -> Result<Exit, Fault> {
    match &args.what {
        What::Export(moving) => export(moving),
        What::Import { moving, preview } => import(moving, *preview),
    }
}

fn export(moving: &Moving) -> Result<Exit, Fault> {
    let ledger = moving.ledger()?;
    let now = SystemClock::new().now();
    let person = person(&ledger)?;
    let version = env!("CARGO_PKG_VERSION");
    let written = house::write(&ledger, &moving.file, version, &person, now)?;
    out!("{}", moving.file.display());
    for (part, about) in &written.parts {
        out!("  {part:<18} {}", about.rows);
    }
    Ok(Exit::Good)
}

fn import(moving: &Moving, preview: bool) -> Result<Exit, Fault> {
    let unpacked = house::unpack(&moving.file)?;
    let ledger = moving.ledger()?;
    let merged = if preview {
        ledger.rehearse_unpacking(&unpacked.rows)?
    } else {
        let now = SystemClock::new().now();
        house::take_in(&ledger, &unpacked, &moving.file, &person(&ledger)?, now)?
    };
    out!(
        "saved {} by Slipway {}",
        unpacked.manifest.made_at,
        unpacked.manifest.slipway
    );
    for project in unpacked.rows.projects()? {
        out!("project {} at {}", project.name, project.portal);
    }
    out!("  {:<18} {:>8} {:>8} {:>8}", "", "new", "same", "differs");
    for Merged {
        part,
        new,
        same,
        differs,
    } in &merged
    {
        out!("  {part:<18} {new:>8} {same:>8} {differs:>8}");
    }
    Ok(Exit::Good)
}

impl Moving {
    fn ledger(&self) -> Result<Ledger, Fault> {
        let folder = self
            .data
            .clone()
            .or_else(data_folder::of_the_window)
            .ok_or_else(|| Fault::new("ledger-not-reached", Retry::ByUser, NextStep::None))?;
        Ledger::open(&ledger_in(&folder))
    }
}

/// As the window writes it into the history.
fn person(ledger: &Ledger) -> Result<String, Fault> {
    let person = ledger.preferences()?.person;
    Ok(if person.is_empty() {
        system_user()
    } else {
        person
    })
}
