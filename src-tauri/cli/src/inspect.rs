//! `slipway-cli inspect`.

use crate::exit::Exit;
use crate::finding::{Worded, print_finding, verdict_words};
use crate::forecast;
use clap::Args;
use serde::Serialize;
use slipway_engine::fault::Fault;
use slipway_engine::package::forecast::{DowntimeFacts, Forecast, LastPackage};
use slipway_engine::package::{self, FileStamp, Ground, Inspection, PackageFacts, Verdict};
use slipway_engine::project::EnvironmentKind;
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct Inspect {
    /// The deployment package
    pub package: PathBuf,
    /// The package that is in the target now, to compare versions and flags with
    #[arg(long, value_name = "PREVIOUS")]
    pub against: Option<PathBuf>,
    /// Where it will go: qa, uat, stg, prod
    #[arg(long, value_name = "ENV")]
    pub target: Option<String>,
    /// Compute the SHA-256 too, which reads the whole file
    #[arg(long)]
    pub sha256: bool,
    /// Exit with 1 when there are warnings
    #[arg(long)]
    pub strict: bool,
    /// Print one JSON object instead of text
    #[arg(long)]
    pub json: bool,
}

/// What `--json` prints; `schema` grows when a field changes its meaning.
#[derive(Serialize)]
struct Report<'a> {
    schema: u32,
    verdict: Verdict,
    sha256: Option<&'a str>,
    facts: &'a PackageFacts,
    findings: Vec<Worded<'a>>,
    /// Ids of findings that need a typed confirmation in the target.
    demands_confirmation: &'a [String],
    /// Only with `--against`.
    forecast: Option<&'a Forecast>,
}

pub fn run(args: &Inspect) -> Result<Exit, Fault> {
    let ground = ground(args)?;
    let inspection = package::inspect(&args.package, &ground, &|| false)?;
    let sha256 = if args.sha256 {
        Some(package::fingerprint(&args.package, &|_| {}, &|| false)?.sha256)
    } else {
        None
    };
    if args.json {
        print_json(&inspection, sha256.as_deref(), args.against.is_some());
    } else {
        print_text(&args.package, &inspection, sha256.as_deref());
        if let Some(forecast) = inspection
            .forecast
            .as_ref()
            .filter(|_| args.against.is_some())
        {
            forecast::print(forecast);
        }
    }
    Ok(exit_of(&inspection, args.strict))
}

/// A package that could not even be opened as one is "could not read" rather than "blocked".
fn exit_of(inspection: &Inspection, strict: bool) -> Exit {
    match inspection.verdict {
        _ if inspection.is_unreadable() => Exit::Unreadable,
        Verdict::WillNotWork => Exit::Blocked,
        Verdict::ReadyWithWarnings if strict => Exit::Warnings,
        Verdict::ReadyWithWarnings | Verdict::Ready => Exit::Good,
    }
}

fn ground(args: &Inspect) -> Result<Ground, Fault> {
    let mut ground = Ground {
        target: args.target.as_deref().map(target_kind),
        ..Ground::default()
    };
    if let Some(previous) = &args.against {
        let facts = package::inspect(previous, &Ground::default(), &|| false)?.facts;
        let last = LastPackage::Known(DowntimeFacts::from(&facts));
        ground.target_version = facts
            .code_version
            .or(facts.repository_version)
            .map(|v| v.value);
        ground.last_build = facts.build_number;
        ground.last_zero_downtime = Some(facts.zero_downtime.unwrap_or(false));
        ground.last = last;
        (ground.sha256, ground.last_sha256) = hashes_if_alike(&args.package, previous)?;
    }
    Ok(ground)
}

/// Hashes of two files that may be one and the same; files of different sizes need none for that.
fn hashes_if_alike(one: &Path, other: &Path) -> Result<(Option<String>, Option<String>), Fault> {
    if FileStamp::at(one)?.size != FileStamp::at(other)?.size {
        return Ok((None, None));
    }
    let hash = |path| package::fingerprint(path, &|_| {}, &|| false).map(|print| print.sha256);
    Ok((Some(hash(one)?), Some(hash(other)?)))
}

pub fn target_kind(name: &str) -> EnvironmentKind {
    match name.to_ascii_lowercase().as_str() {
        "qa" => EnvironmentKind::Qa,
        "uat" => EnvironmentKind::Uat,
        "stg" => EnvironmentKind::Stg,
        "prod" => EnvironmentKind::Prod,
        _ => EnvironmentKind::Custom,
    }
}

fn print_json(inspection: &Inspection, sha256: Option<&str>, compared: bool) {
    let report = Report {
        schema: 1,
        verdict: inspection.verdict,
        sha256,
        facts: &inspection.facts,
        findings: inspection.findings.iter().map(Worded::of).collect(),
        demands_confirmation: &inspection.demands_confirmation,
        forecast: inspection.forecast.as_ref().filter(|_| compared),
    };
    out!(
        "{}",
        serde_json::to_string_pretty(&report).expect("a report is plain data")
    );
}

fn print_text(path: &Path, inspection: &Inspection, sha256: Option<&str>) {
    let facts = &inspection.facts;
    out!("{}  {}", verdict_words(inspection.verdict), path.display());
    let version =
        |v: &Option<package::Sourced>| v.as_ref().map(|v| format!("{} ({})", v.value, v.source));
    let rows = [
        ("Assembly", facts.assembly.clone()),
        ("Build number", facts.build_number.clone()),
        ("Xperience", version(&facts.code_version)),
        ("Repository", version(&facts.repository_version)),
        ("Framework", version(&facts.target_framework)),
        (
            "Size",
            Some(format!(
                "{} bytes, {} entries",
                facts.size.0, facts.entries.0
            )),
        ),
        ("SHA-256", sha256.map(str::to_owned)),
    ];
    for (name, value) in rows {
        if let Some(value) = value {
            out!("  {name:<13} {value}");
        }
    }
    for finding in &inspection.findings {
        print_finding(finding);
    }
}
