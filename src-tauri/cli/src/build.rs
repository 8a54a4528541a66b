//! `slipway-cli build`.

use crate::exit::Exit;
use crate::finding::{Worded, print_finding, verdict_words};
use crate::words;
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use slipway_engine::fault::Fault;
use slipway_engine::package::build::{
    BuildObserver, BuildOrder, BuildPhase, BuildProgress, Built, EntryTimes, Survey, build,
};
use slipway_engine::package::{self, AssetsMode, Finding, Ground, Verdict};
use std::cell::{Cell, RefCell};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

#[derive(Args)]
pub struct Build {
    /// The folder `dotnet publish` wrote to
    #[arg(long, value_name = "DIR")]
    pub publish: PathBuf,
    /// The folder the CD store command wrote to
    #[arg(long, value_name = "DIR")]
    pub cd: PathBuf,
    /// The folder with storage assets, if there are any
    #[arg(long, value_name = "DIR")]
    pub assets: Option<PathBuf>,
    /// The web project's assembly name, without .dll
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub assembly: String,
    /// The package to write, or a folder for DeploymentPackage.zip
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// Whether storage assets are only added, or replaced too; the same as the CD configuration's RestoreMode
    #[arg(
        long,
        value_name = "MODE",
        default_value = "Create",
        ignore_case = true
    )]
    pub assets_mode: Mode,
    /// The application supports deployment without downtime
    #[arg(long)]
    pub zero_downtime: bool,
    /// Another build number than the application's product version
    #[arg(long, value_name = "V")]
    pub build_number: Option<String>,
    /// A package built before, to take over what did not change
    #[arg(long, value_name = "PREVIOUS")]
    pub reuse: Option<PathBuf>,
    /// Keep the files' own times instead of fixed ones
    #[arg(long)]
    pub file_times: bool,
    /// Print one JSON object instead of text
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Mode {
    #[value(name = "Create")]
    Create,
    #[value(name = "CreateUpdate")]
    CreateUpdate,
}

/// What `--json` prints; `schema` grows when a field changes its meaning.
#[derive(Serialize)]
struct Report<'a> {
    schema: u32,
    /// None if nothing was built.
    package: Option<Package<'a>>,
    files: u64,
    bytes: u64,
    build_number: Option<&'a str>,
    assemblies: &'a [String],
    verdict: Verdict,
    findings: Vec<Worded<'a>>,
}

#[derive(Serialize)]
struct Package<'a> {
    path: String,
    size: u64,
    sha256: &'a str,
    crc64: String,
    entries: u64,
    stored: u64,
    deflated: u64,
    reused: u64,
    reused_bytes: u64,
}

pub fn run(args: &Build) -> Result<Exit, Fault> {
    let order = order(args);
    let progress = Progress::new();
    let stop = stop_on_interrupt();
    let result = build(&order, &progress, &|| stop.load(Ordering::Relaxed));
    progress.bar.finish_and_clear();
    match result {
        Ok(built) => {
            // More can speak against a package than keeps it from being built. It is whole by now,
            // so Ctrl+C no longer ends anything.
            let inspection = package::inspect(&built.path, &Ground::default(), &|| false)?;
            let (verdict, findings) = built.survey.with(&inspection);
            if args.json {
                print_json(&built.survey, verdict, &findings, Some(&built));
            } else {
                print_text(&built, verdict, &findings);
            }
            Ok(Exit::Good)
        }
        Err(fault) if fault.code == "build-refused" => {
            if let Some(survey) = progress.survey.take() {
                if args.json {
                    print_json(&survey, survey.verdict, &survey.findings, None);
                } else {
                    out!("NOT BUILT");
                    survey.findings.iter().for_each(print_finding);
                }
            }
            words::explain(&fault);
            Ok(Exit::Blocked)
        }
        Err(fault) => Err(fault),
    }
}

fn order(args: &Build) -> BuildOrder {
    BuildOrder {
        assets: args.assets.clone(),
        assets_mode: match args.assets_mode {
            Mode::Create => AssetsMode::Create,
            Mode::CreateUpdate => AssetsMode::CreateUpdate,
        },
        zero_downtime: args.zero_downtime,
        build_number: args.build_number.clone(),
        reuse: args.reuse.clone(),
        times: if args.file_times {
            EntryTimes::Files
        } else {
            EntryTimes::Fixed
        },
        ..BuildOrder::new(&args.publish, &args.cd, &args.assembly, &args.output)
    }
}

/// Set once Ctrl+C is pressed, so that the half-made package is removed before the program ends.
fn stop_on_interrupt() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let pressed = Arc::clone(&stop);
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        if let Ok(runtime) = runtime
            && runtime.block_on(tokio::signal::ctrl_c()).is_ok()
        {
            pressed.store(true, Ordering::Relaxed);
        }
    });
    stop
}

fn print_text(built: &Built, verdict: Verdict, findings: &[Finding]) {
    out!("BUILT  {}", built.path.display());
    let rows = [
        ("Verdict", verdict_words(verdict).to_owned()),
        ("Build number", built.build_number.clone()),
        (
            "Size",
            format!(
                "{} bytes, {} entries, from {} bytes",
                built.size, built.entries, built.unpacked
            ),
        ),
        ("SHA-256", built.fingerprint.sha256.clone()),
        ("CRC-64", format!("{:016x}", built.fingerprint.crc64)),
        (
            "Taken over",
            format!("{} entries, {} bytes", built.reused, built.reused_bytes),
        ),
    ];
    for (name, value) in rows {
        out!("  {name:<13} {value}");
    }
    findings.iter().for_each(print_finding);
}

fn print_json(survey: &Survey, verdict: Verdict, findings: &[Finding], built: Option<&Built>) {
    let report = Report {
        schema: 1,
        package: built.map(|built| Package {
            path: built.path.display().to_string(),
            size: built.size,
            sha256: &built.fingerprint.sha256,
            crc64: format!("{:016x}", built.fingerprint.crc64),
            entries: built.entries,
            stored: built.stored,
            deflated: built.deflated,
            reused: built.reused,
            reused_bytes: built.reused_bytes,
        }),
        files: survey.files.0,
        bytes: survey.bytes.0,
        build_number: survey.build_number.as_deref(),
        assemblies: &survey.assemblies,
        verdict,
        findings: findings.iter().map(Worded::of).collect(),
    };
    out!(
        "{}",
        serde_json::to_string_pretty(&report).expect("a report is plain data")
    );
}

/// A bar on a terminal, a line for each tenth elsewhere; both on standard error.
struct Progress {
    bar: ProgressBar,
    tenths: Cell<u64>,
    survey: RefCell<Option<Survey>>,
}

impl Progress {
    fn new() -> Self {
        let bar = ProgressBar::new(0);
        let style = ProgressStyle::with_template(
            "{bar:30} {bytes}/{total_bytes} {bytes_per_sec} {eta} {wide_msg}",
        );
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self {
            bar,
            tenths: Cell::new(0),
            survey: RefCell::new(None),
        }
    }
}

impl BuildObserver for Progress {
    fn surveyed(&self, survey: &Survey) {
        self.bar.set_length(survey.bytes.0);
        self.survey.replace(Some(survey.clone()));
    }

    fn progress(&self, progress: &BuildProgress) {
        if !self.bar.is_hidden() {
            self.bar.set_length(progress.bytes_total);
            self.bar.set_position(progress.bytes_done);
            self.bar.set_message(progress.current.to_owned());
            return;
        }
        let tenths = progress.bytes_done * 10 / progress.bytes_total.max(1);
        if progress.phase == BuildPhase::Finishing {
            err!("Waiting for the disk");
        } else if tenths > self.tenths.get() {
            self.tenths.set(tenths);
            err!("Packed {} %", tenths * 10);
        }
    }
}
