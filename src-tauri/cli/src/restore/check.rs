//! `slipway-cli restore check`.

use super::text::print_text;
use crate::exit::Exit;
use crate::finding::Worded;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use slipway_engine::fault::Fault;
use slipway_engine::package::Verdict;
use slipway_engine::restore::bacpac::{self, DatabaseCheck, DatabaseFacts, Depth};
use slipway_engine::restore::preflight::{Ground, Parts, Preflight, preflight};
use slipway_engine::restore::storage::{self, Choices, NameChange, StorageFacts, StoragePlan};
use slipway_engine::units::Bytes;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

#[derive(Args)]
#[group(id = "parts", required = true, multiple = true, args = ["db", "storage"])]
pub struct Check {
    /// The database file, a bacpac
    #[arg(long, value_name = "FILE")]
    pub db: Option<PathBuf>,
    /// The folder with the files, or a zip of one
    #[arg(long, value_name = "DIR")]
    pub storage: Option<PathBuf>,
    #[command(flatten)]
    pub tree: Tree,
    /// Xperience version of the target environment
    #[arg(long, value_name = "V")]
    pub target_version: Option<String>,
    /// Do not read every byte of the database file, only what tells what it is
    #[arg(long)]
    pub quick: bool,
    /// Exit with 1 when there are warnings
    #[arg(long)]
    pub strict: bool,
    /// Print one JSON object instead of text
    #[arg(long)]
    pub json: bool,
}

/// What is decided about the folder of files.
#[derive(Args, Clone)]
pub struct Tree {
    /// The file storage limit of the Dashboard, in bytes
    #[arg(long, value_name = "BYTES")]
    pub limit: Option<u64>,
    /// Put everything into this container instead of what the folders tell
    #[arg(long, value_name = "NAME")]
    pub container: Option<String>,
    /// Do not send this file or folder, by its path below DIR; may be given several times
    #[arg(long, value_name = "PATH")]
    pub leave_out: Vec<String>,
    /// Send a file under another name: its path below DIR, `=`, the new name; may be given several times
    #[arg(long, value_name = "PATH=NAME", value_parser = rename)]
    pub rename: Vec<(String, String)>,
    /// Send names that storage may not keep as they are all the same
    #[arg(long)]
    pub keep_odd_names: bool,
}

fn rename(text: &str) -> Result<(String, String), String> {
    match text.rsplit_once('=') {
        Some((path, name)) if !path.is_empty() && !name.is_empty() && !name.contains('/') => {
            Ok((path.to_owned(), name.to_owned()))
        }
        _ => Err("write it as PATH=NAME, NAME without folders".to_owned()),
    }
}

impl Tree {
    pub fn choices(&self) -> Choices {
        let inside = |path: &String| path.trim_end_matches('/').to_owned();
        Choices {
            container: self.container.clone(),
            leave_out: self.leave_out.iter().map(inside).collect(),
            rename: self.rename.iter().cloned().collect(),
            keep_odd_names: self.keep_odd_names,
            limit: self.limit.map(Bytes),
        }
    }
}

/// What `--json` prints; `schema` grows when a field changes its meaning.
#[derive(Serialize)]
struct Report<'a> {
    schema: u32,
    verdict: Verdict,
    database: Option<&'a DatabaseFacts>,
    storage: Option<Storage<'a>>,
    findings: Vec<Worded<'a>>,
}

#[derive(Serialize)]
struct Storage<'a> {
    #[serde(flatten)]
    facts: &'a StorageFacts,
    /// All of them.
    name_changes: Vec<NameChange>,
}

pub fn run(args: &Check) -> Result<Exit, Fault> {
    let database = match &args.db {
        Some(path) => Some(look_at_database(path, args.quick)?),
        None => None,
    };
    let storage = match &args.storage {
        Some(path) => Some(storage::look(path, &args.tree.choices(), &|| false)?),
        None => None,
    };
    let parts = Parts {
        database: database.as_ref(),
        storage: storage.as_ref().map(|plan| &plan.check),
        ..Parts::default()
    };
    let ground = Ground {
        target_version: args.target_version.clone(),
        ..Ground::default()
    };
    let judged = preflight(&parts, &ground);
    if args.json {
        print_json(database.as_ref(), storage.as_ref(), &judged);
    } else {
        print_text(database.as_ref(), storage.as_ref(), &judged);
    }
    Ok(exit_of(database.as_ref(), &judged, args.strict))
}

/// Reads the file, with a bar on a terminal.
pub fn look_at_database(path: &std::path::Path, quick: bool) -> Result<DatabaseCheck, Fault> {
    let bar = ProgressBar::new(0);
    let style = ProgressStyle::with_template("Reading {bar:30} {bytes}/{total_bytes} {eta}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    let tenths = AtomicU64::new(0);
    let progress = |done: u64, total: u64| {
        if !bar.is_hidden() {
            bar.set_length(total);
            bar.set_position(done);
            return;
        }
        let tenth = done.saturating_mul(10) / total.max(1);
        // Small files are read before anybody asks.
        if total > 1 << 30 && tenths.fetch_max(tenth, Ordering::Relaxed) < tenth {
            err!("Read {} %", tenth * 10);
        }
    };
    let depth = if quick { Depth::Quick } else { Depth::Whole };
    let checked = bacpac::check(path, depth, &progress, &|| false);
    bar.finish_and_clear();
    checked
}

/// A database file that could not even be opened as one is "could not read" rather than "blocked".
fn exit_of(database: Option<&DatabaseCheck>, judged: &Preflight, strict: bool) -> Exit {
    match judged.verdict {
        _ if database.is_some_and(DatabaseCheck::is_unreadable) => Exit::Unreadable,
        Verdict::WillNotWork => Exit::Blocked,
        Verdict::ReadyWithWarnings if strict => Exit::Warnings,
        Verdict::ReadyWithWarnings | Verdict::Ready => Exit::Good,
    }
}

fn print_json(database: Option<&DatabaseCheck>, storage: Option<&StoragePlan>, judged: &Preflight) {
    let report = Report {
        schema: 1,
        verdict: judged.verdict,
        database: database.map(|checked| &checked.facts),
        storage: storage.map(|plan| Storage {
            facts: &plan.check.facts,
            name_changes: plan.changes().collect(),
        }),
        findings: judged.findings.iter().map(Worded::of).collect(),
    };
    out!(
        "{}",
        serde_json::to_string_pretty(&report).expect("a report is plain data")
    );
}
