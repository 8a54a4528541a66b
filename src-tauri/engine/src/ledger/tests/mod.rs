//! What the ledger keeps, and what it survives.

mod aside;
mod chain;
mod export;
mod jobs;
mod opening;
mod rows;
mod seal;
pub mod versions;

use super::Ledger;
use crate::desk::{HistoryFilter, KnownBy, Placement, Sample, SiteState};
use crate::job::{Job, JobKind, JobState};
use crate::package::{Inspection, PackageFacts, Verdict};
use crate::project::{
    EnvKey, Environment, EnvironmentKind, Plan, Project, ProjectGuid, Role, SiteExpectation,
};
use crate::units::{Bytes, Count, Moment};
use std::collections::BTreeMap;

/// Seconds after 17 July 2026, 19:57 UTC.
pub fn at(seconds: i64) -> Moment {
    Moment(jiff::Timestamp::constant(1_784_318_220 + seconds, 0))
}

pub fn ledger() -> Ledger {
    Ledger::in_memory().expect("a ledger in memory")
}

pub fn project(id: &str, name: &str) -> Project {
    Project {
        id: id.into(),
        name: name.into(),
        guid: ProjectGuid("0b7b9a2c-5c77-4f0e-9a3c-2f1b6a7d8e90".into()),
        portal: "https://xperience-portal.com".into(),
        plan: Plan::Custom,
        role: Role::DevopsEngineer,
        environments: vec![
            environment("qa", EnvironmentKind::Qa),
            environment("uat", EnvironmentKind::Uat),
        ],
        practice: false,
        created_at: at(0),
    }
}

pub fn environment(key: &str, kind: EnvironmentKind) -> Environment {
    Environment {
        key: EnvKey(key.into()),
        kind,
        name: key.to_uppercase(),
        site: Some(format!("https://{key}.example.com")),
        expectation: SiteExpectation {
            path: "/".into(),
            status: 200,
            text: Some("Willkommen".into()),
        },
    }
}

pub fn inspection() -> Inspection {
    Inspection {
        facts: PackageFacts {
            assembly: Some("Sandbox".into()),
            build_number: Some("31.6.2-202607171957".into()),
            built_at: None,
            code_version: None,
            repository_version: None,
            target_framework: None,
            zero_downtime: Some(true),
            storage_assets: None,
            restore_mode: None,
            config_version: Some(2),
            objects: vec![],
            content_items: vec![],
            migrations: Count(0),
            entries: Count(7),
            size: Bytes(5_000_000_000),
            uncompressed: Bytes(9_000_000_000),
            folders: vec![],
            repository_hash: None,
            config: None,
            offline_page: None,
        },
        findings: vec![],
        verdict: Verdict::ReadyWithWarnings,
        demands_confirmation: vec![],
        forecast: None,
    }
}

pub fn job(id: &str, kind: JobKind, state: JobState) -> Job {
    Job {
        id: id.into(),
        kind,
        project_id: Some("p".into()),
        env: Some("qa".into()),
        package: Some("ab".repeat(32)),
        state,
        phase: "sending".into(),
        done: Bytes(3),
        total: Bytes(10),
        speed: None,
        eta_s: None,
        params: BTreeMap::from([("file_name".into(), "site.zip".into())]),
        started_at: at(1),
        updated_at: at(2),
        revision: 1,
    }
}

pub fn placement(env: &str, sha256: &str, seconds: i64) -> Placement {
    Placement {
        project_id: "p".into(),
        env: EnvKey(env.into()),
        sha256: sha256.into(),
        file_name: "site.zip".into(),
        build_number: Some("31.6.2-202607171957".into()),
        code_version: Some("31.6.2".into()),
        at: at(seconds),
        known_by: KnownBy::Sent,
        downtime_ms: None,
    }
}

pub fn sample(seconds: i64) -> Sample {
    Sample {
        at: at(seconds),
        state: SiteState::AsExpected,
        status: Some(200),
        took_ms: Count(12),
        detail: None,
    }
}

/// What a file looked like; built from JSON, because only the package reader makes one.
pub fn stamp() -> crate::package::FileStamp {
    serde_json::from_value(serde_json::json!({ "size": 5_000_000_000_u64, "modified_ns": 7 }))
        .expect("a stamp")
}

pub fn everything() -> HistoryFilter {
    HistoryFilter::default()
}
