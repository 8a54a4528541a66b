//! The check of a restore as people read it.

use crate::finding::print_finding;
use slipway_engine::package::Verdict;
use slipway_engine::restore::bacpac::{DatabaseCheck, VersionRead};
use slipway_engine::restore::preflight::Preflight;
use slipway_engine::restore::storage::{Placement, StoragePlan};

pub fn print_text(
    database: Option<&DatabaseCheck>,
    storage: Option<&StoragePlan>,
    judged: &Preflight,
) {
    let line = match judged.verdict {
        Verdict::Ready => "READY",
        Verdict::ReadyWithWarnings => "READY WITH WARNINGS",
        Verdict::WillNotWork => "WILL NOT WORK",
    };
    out!("{line}");
    if let Some(checked) = database {
        print_database(checked);
    }
    if let Some(plan) = storage {
        print_storage(plan);
    }
    judged.findings.iter().for_each(print_finding);
}

fn print_database(checked: &DatabaseCheck) {
    let facts = &checked.facts;
    out!("\nDatabase  {}", facts.file_name);
    let version = match &facts.version {
        VersionRead::Read { version } => Some(version.clone()),
        VersionRead::NotRead { .. } => None,
    };
    let domains: Vec<&str> = facts.domains.iter().map(|d| d.domain.as_str()).collect();
    let rows = [
        ("Xperience", version),
        ("Name", facts.database_name.clone()),
        ("Domains", (!domains.is_empty()).then(|| domains.join(", "))),
        ("Exported", facts.exported_at.map(|at| at.to_string())),
        ("Collation", facts.collation.clone()),
        (
            "Size",
            Some(format!(
                "{} bytes, {} bytes unpacked, {} tables",
                facts.size.0, facts.unpacked.0, facts.tables.0
            )),
        ),
        ("Rows", facts.rows_counted.map(|rows| rows.0.to_string())),
    ];
    rows_of(&rows);
    for table in facts.biggest.iter().take(5) {
        out!("    {:>14} bytes  {}", table.bytes.0, table.name);
    }
}

fn print_storage(plan: &StoragePlan) {
    let facts = &plan.check.facts;
    out!("\nFiles  {}", facts.name);
    let placement = match &facts.placement {
        Placement::Containers { .. } => "folders are containers".to_owned(),
        Placement::Into { container, .. } => format!("everything goes into {container}"),
        Placement::Unclear => "not clear".to_owned(),
    };
    let rows = [
        (
            "Files",
            Some(format!("{}, {} bytes", facts.files.0, facts.bytes.0)),
        ),
        (
            "Without content",
            Some(format!(
                "{}, {} of them folder markers",
                facts.empty.0, facts.markers.0
            )),
        ),
        ("Containers", Some(placement)),
        ("Renamed", Some(facts.renamed.0.to_string())),
    ];
    rows_of(&rows);
    for container in &facts.containers {
        out!(
            "    {:>14} bytes  {:>7} files  {}",
            container.bytes.0,
            container.files.0,
            container.name
        );
    }
}

fn rows_of(rows: &[(&str, Option<String>)]) {
    for (name, value) in rows {
        if let Some(value) = value {
            out!("  {name:<16} {value}");
        }
    }
}
