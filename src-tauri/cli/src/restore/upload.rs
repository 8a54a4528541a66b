//! `slipway-cli restore upload`.

use super::check::{Tree, look_at_database};
use super::others::settle;
use super::progress::Bar;
use crate::exit::Exit;
use crate::finding::print_finding_to_stderr;
use crate::out;
use crate::words;
use clap::{Args, ValueEnum};
use serde::Serialize;
use slipway_engine::blob::sas::{self, Need, SasLink};
use slipway_engine::blob::transfer::{
    Control, End, FileReport, IfExists, Options, Outcome, TransferReport, WhenLinkEnds, upload,
};
use slipway_engine::blob::{Container, Item};
use slipway_engine::clock::{Clock, SystemClock};
use slipway_engine::fault::{Fault, NextStep, Retry};
use slipway_engine::package::Verdict;
use slipway_engine::restore::bacpac::DatabaseCheck;
use slipway_engine::restore::preflight::{Ground, Parts, preflight};
use slipway_engine::restore::storage::{self, StoragePlan};
use slipway_engine::restore::{DATABASE_BLOB, storage_items};
use slipway_engine::secret::{DATABASE_LINK_VARIABLE, STORAGE_LINK_VARIABLE};
use slipway_engine::units::Bytes;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

#[derive(Args)]
#[group(id = "sent", required = true, multiple = true, args = ["db", "storage"])]
pub struct Upload {
    /// The database file, a bacpac; it arrives as db.bacpac
    #[arg(long, value_name = "FILE")]
    pub db: Option<PathBuf>,
    /// The folder with the files, or a zip of one, which is sent without being unpacked
    #[arg(long, value_name = "DIR")]
    pub storage: Option<PathBuf>,
    /// What remembers how far the upload is: FILE-database and FILE-storage
    #[arg(long, value_name = "FILE")]
    pub state: PathBuf,
    #[command(flatten)]
    pub tree: Tree,
    /// Xperience version of the target environment
    #[arg(long, value_name = "V")]
    pub target_version: Option<String>,
    /// What happens where a file of that name is in the container already
    #[arg(long, value_name = "WHAT", default_value = "refuse")]
    pub if_exists: Existing,
    /// Remove what is in the storage container and not part of this upload, if it is exactly so many files
    #[arg(long, value_name = "COUNT", requires = "storage")]
    pub remove_others: Option<u64>,
    /// Most bytes a second
    #[arg(long, value_name = "BYTES")]
    pub speed: Option<u64>,
    /// Send what will not work all the same
    #[arg(long)]
    pub despite_findings: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Existing {
    Refuse,
    Keep,
    Replace,
}

/// What is printed at the end; `schema` grows when a field changes its meaning.
#[derive(Serialize)]
struct Report {
    schema: u32,
    /// Every file is in its container, sent now or before, or kept as decided.
    complete: bool,
    /// And each was read back and found whole.
    verified: bool,
    database: Option<TransferReport>,
    storage: Option<TransferReport>,
}

/// One of the two transfers.
struct Way {
    what: &'static str,
    link: SasLink,
    items: Vec<Item>,
    journal: PathBuf,
}

pub fn run(args: &Upload) -> Result<Exit, Fault> {
    let database = match &args.db {
        Some(path) => Some((path, look_at_database(path, true)?)),
        None => None,
    };
    let storage = match &args.storage {
        Some(path) => Some(storage::look(path, &args.tree.choices(), &|| false)?),
        None => None,
    };
    if !may_be_sent(
        args,
        database.as_ref().map(|(_, check)| check),
        storage.as_ref(),
    ) {
        return Ok(Exit::Blocked);
    }
    let mut ways = Vec::new();
    if let Some((path, check)) = &database {
        let stamp = check.facts.stamp.ok_or_else(cannot_start)?;
        ways.push(Way {
            what: "database",
            link: link(DATABASE_LINK_VARIABLE)?,
            items: vec![Item::file(DATABASE_BLOB, *path, stamp)],
            journal: beside(&args.state, "database"),
        });
    }
    // Not needed after this, and large where the files are many.
    if let Some(plan) = storage {
        ways.push(Way {
            what: "storage",
            link: link(STORAGE_LINK_VARIABLE)?,
            items: storage_items(&plan),
            journal: beside(&args.state, "storage"),
        });
    }
    if let [one, other] = ways.as_slice()
        && one.link.same_place(&other.link)
    {
        return Err(Fault::new(
            "restore-same-container",
            Retry::ByUser,
            NextStep::None,
        ));
    }
    let runtime = tokio::runtime::Runtime::new().map_err(|_| cannot_start())?;
    let report = runtime.block_on(carry(args, ways))?;
    out::whole(|out| {
        serde_json::to_writer_pretty(&mut *out, &report)?;
        writeln!(out)
    });
    Ok(match report.complete {
        true => Exit::Good,
        false => Exit::Unfinished,
    })
}

/// Findings go to standard error: standard output is for the report.
fn may_be_sent(
    args: &Upload,
    database: Option<&DatabaseCheck>,
    storage: Option<&StoragePlan>,
) -> bool {
    let parts = Parts {
        database,
        storage: storage.map(|plan| &plan.check),
        ..Parts::default()
    };
    let ground = Ground {
        target_version: args.target_version.clone(),
        ..Ground::default()
    };
    let judged = preflight(&parts, &ground);
    judged.findings.iter().for_each(print_finding_to_stderr);
    if judged.verdict != Verdict::WillNotWork {
        return true;
    }
    if !args.despite_findings {
        let sources = args.db.iter().chain(&args.storage);
        let sources: Vec<String> = sources.map(|path| path.display().to_string()).collect();
        err!(
            "\nThis will not work; nothing was sent of {}.",
            sources.join(" and ")
        );
    }
    args.despite_findings
}

async fn carry(args: &Upload, ways: Vec<Way>) -> Result<Report, Fault> {
    let now = Arc::new(Mutex::new(None::<Control>));
    stop_on_interrupt(now.clone());
    let mut report = Report {
        schema: 1,
        complete: true,
        verified: true,
        database: None,
        storage: None,
    };
    for way in ways {
        let what = way.what;
        let told = send(args, way, &now).await?;
        let stopped = told.end == End::Stopped;
        report.complete &= is_complete(&told);
        report.verified &= told.all_is_well();
        match what {
            "database" => report.database = Some(told),
            _ => report.storage = Some(told),
        }
        if stopped {
            break;
        }
    }
    // A part whose turn did not come is not there either.
    let all = usize::from(args.db.is_some()) + usize::from(args.storage.is_some());
    let told = usize::from(report.database.is_some()) + usize::from(report.storage.is_some());
    report.complete &= told == all;
    report.verified &= report.complete;
    Ok(report)
}

fn is_complete(report: &TransferReport) -> bool {
    let there = |file: &FileReport| matches!(file.outcome, Outcome::Sent(_) | Outcome::Kept);
    report.end == End::Complete && report.files.iter().all(there)
}

async fn send(
    args: &Upload,
    way: Way,
    now: &Mutex<Option<Control>>,
) -> Result<TransferReport, Fault> {
    let options = |journal: &Path| {
        let mut options = Options::new(journal, None);
        options.when_link_ends = WhenLinkEnds::End;
        options
    };
    let container = Container::open(way.link.clone(), options(&way.journal))?;
    judge(&way.link, &container).await?;
    if way.what == "storage" {
        settle(&container, &way.items, args.remove_others).await?;
    }
    let mut options = options(&way.journal);
    options.if_exists = match args.if_exists {
        Existing::Refuse => IfExists::Refuse,
        Existing::Keep => IfExists::Keep,
        Existing::Replace => {
            let names: Vec<&str> = way.items.iter().map(|item| &*item.blob).collect();
            let there = container.existing(&names).await?.into_iter();
            IfExists::Replace(there.map(|blob| (blob.name, blob.etag)).collect())
        }
    };
    let control = Control::new(way.link);
    control.set_limit(args.speed.map(Bytes));
    if let Ok(mut now) = now.lock() {
        *now = Some(control.clone());
    }
    let bar = Arc::new(Bar::new(way.what));
    let report = upload(way.items, &control, options, bar.clone()).await;
    bar.finish();
    let report = report?;
    if let End::NeedsLink { fault } | End::GaveUp { fault } = &report.end {
        words::explain(fault);
    }
    Ok(report)
}

/// What stops is told before a byte moves, what only limits is told and gone on with.
async fn judge(link: &SasLink, container: &Container) -> Result<(), Fault> {
    let looked = container.look().await;
    let needs = [Need::Create, Need::Read, Need::List];
    let now = SystemClock::new().now();
    let mut findings = sas::judge(link.facts(), now, looked.service_time, &needs);
    findings.sort_by_key(|finding| !finding.blocks());
    if let Some(first) = findings.first().filter(|finding| finding.blocks()) {
        return Err(first.fault());
    }
    findings
        .iter()
        .for_each(|finding| words::explain(&finding.fault()));
    Ok(())
}

/// Ctrl+C stops what is being sent, cleanly: run again it goes on.
fn stop_on_interrupt(now: Arc<Mutex<Option<Control>>>) {
    tokio::spawn(async move {
        while tokio::signal::ctrl_c().await.is_ok() {
            if let Ok(now) = now.lock()
                && let Some(control) = now.as_ref()
            {
                err!("Stopping; run the same command again to go on.");
                control.stop();
            }
        }
    });
}

fn link(variable: &str) -> Result<SasLink, Fault> {
    let text = std::env::var(variable).unwrap_or_default();
    if text.trim().is_empty() {
        return Err(
            Fault::new("restore-link-missing", Retry::ByUser, NextStep::None)
                .with("variable", variable),
        );
    }
    SasLink::parse(&text).map_err(|trouble| trouble.fault())
}

fn beside(state: &Path, part: &str) -> PathBuf {
    let mut name = state.as_os_str().to_owned();
    name.push("-");
    name.push(part);
    name.into()
}

fn cannot_start() -> Fault {
    Fault::new("stopped-unexpectedly", Retry::ByUser, NextStep::TryAgain)
}
