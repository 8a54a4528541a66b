//! Which tables go along, which of their rows, and what makes a row sound.
//!
//! What stays: token notes and confirmations (they belong to this computer), packages (paths that
//! lead nowhere else), restores that are open and all their parts (their links and files are here),
//! jobs but for monitorings that have ended, looks and samples (seconds of long ago), and everything
//! of the practice project, whose world is on this computer.

use super::rows::Fields;
use crate::desk::{KnownBy, Preferences};
use crate::fault::Fault;
use crate::ledger::column::{from_json, from_word, moment};
use crate::ledger::measure::Baseline;
use crate::ledger::trouble::unreadable;
use crate::project::{Environment, Plan, Role, read_portal_address, read_site_address};
use crate::release::journey::Release;
use crate::release::logs::LogReading;
use crate::release::monitor::{MonitorKept, Window};
use crate::release::parity::Parity;
use crate::release::probe::Probe;
use crate::release::readiness::Template;
use crate::release::report::FrozenReview;
use crate::release::smoke::SmokeRun;
use crate::restore::session::Session;
use serde::de::DeserializeOwned;

pub(super) struct Table {
    pub name: &'static str,
    pub columns: &'static [&'static str],
    /// Two rows with the same are one.
    pub key: &'static [&'static str],
    /// Which rows go along, as a condition.
    pub goes: &'static str,
    /// Whether the engine can read a row: one it cannot would spoil every screen it is shown on.
    pub sound: fn(&Fields) -> Result<(), Fault>,
}

macro_rules! of_projects {
    () => {
        "project_id NOT IN (SELECT id FROM projects WHERE practice = 1)"
    };
}

macro_rules! of_releases {
    () => {
        concat!(
            "release_id IN (SELECT id FROM releases WHERE ",
            of_projects!(),
            ")"
        )
    };
}

/// Rows that others lead to come before those.
pub(super) const TABLES: &[Table] = &[
    Table {
        name: "projects",
        columns: &[
            "id",
            "name",
            "guid",
            "portal",
            "plan",
            "role",
            "environments",
            "practice",
            "created_at",
        ],
        key: &["id"],
        goes: "practice = 0",
        sound: project,
    },
    Table {
        name: "preferences",
        columns: &["only", "value"],
        key: &["only"],
        goes: "TRUE",
        sound: |row| body::<Preferences>(row, "value"),
    },
    Table {
        name: "release_templates",
        columns: &["project_id", "schema", "updated_at", "body"],
        key: &["project_id"],
        goes: of_projects!(),
        sound: |row| body::<Template>(row, "body"),
    },
    Table {
        name: "probes",
        columns: &["project_id", "schema", "body"],
        key: &["project_id"],
        goes: of_projects!(),
        sound: |row| body::<Vec<Probe>>(row, "body"),
    },
    Table {
        name: "releases",
        columns: &[
            "id",
            "schema",
            "project_id",
            "started_at",
            "updated_at",
            "open",
            "revision",
            "body",
        ],
        key: &["id"],
        goes: of_projects!(),
        sound: |row| body::<Release>(row, "body"),
    },
    Table {
        name: "release_reviews",
        columns: &[
            "release_id",
            "stage",
            "sha256",
            "frozen_at",
            "schema",
            "body",
        ],
        key: &["release_id", "stage", "sha256"],
        goes: of_releases!(),
        sound: |row| body::<FrozenReview>(row, "body"),
    },
    Table {
        name: "release_logs",
        columns: &[
            "id",
            "release_id",
            "stage",
            "sha256",
            "read_at",
            "schema",
            "body",
        ],
        key: &["id"],
        goes: of_releases!(),
        sound: |row| body::<LogReading>(row, "body"),
    },
    Table {
        name: "placements",
        columns: &[
            "brought_by",
            "project_id",
            "env",
            "sha256",
            "file_name",
            "build_number",
            "code_version",
            "at",
            "known_by",
            "downtime_ms",
        ],
        key: &["brought_by"],
        goes: of_projects!(),
        sound: placement,
    },
    Table {
        name: "smoke_runs",
        columns: &["id", "schema", "project_id", "env", "sha256", "at", "body"],
        key: &["id"],
        goes: of_projects!(),
        sound: |row| body::<SmokeRun>(row, "body"),
    },
    Table {
        name: "parities",
        columns: &[
            "project_id",
            "left_env",
            "right_env",
            "schema",
            "at",
            "body",
        ],
        key: &["project_id", "left_env", "right_env"],
        goes: of_projects!(),
        sound: |row| body::<Parity>(row, "body"),
    },
    Table {
        name: "baselines",
        columns: &["release_id", "stage", "schema", "at", "body"],
        key: &["release_id", "stage"],
        goes: of_releases!(),
        sound: |row| body::<Baseline>(row, "body"),
    },
    Table {
        name: "monitors",
        columns: &[
            "job_id",
            "release_id",
            "stage",
            "schema",
            "started_at",
            "body",
        ],
        key: &["job_id"],
        goes: of_releases!(),
        sound: |row| body::<MonitorKept>(row, "body"),
    },
    Table {
        name: "monitor_windows",
        columns: &["job_id", "part", "number", "body"],
        key: &["job_id", "part", "number"],
        goes: concat!(
            "job_id IN (SELECT job_id FROM monitors WHERE ",
            of_releases!(),
            ")"
        ),
        sound: |row| body::<Window>(row, "body"),
    },
    // Of a release's figures: what a monitoring measured is on its row.
    Table {
        name: "jobs",
        columns: &[
            "id",
            "schema",
            "kind",
            "state",
            "project_id",
            "env",
            "package",
            "started_at",
            "updated_at",
            "revision",
            "dismissed",
            "body",
        ],
        key: &["id"],
        goes: concat!(
            "kind = 'monitor' AND state IN ('succeeded', 'failed', 'cancelled') AND ",
            of_projects!()
        ),
        sound: |row| {
            moment(text(row, "started_at")?)?;
            moment(text(row, "updated_at")?)?;
            crate::ledger::jobs::sound_body(text(row, "body")?)
        },
    },
    Table {
        name: "restores",
        columns: &[
            "id",
            "schema",
            "project_id",
            "started_at",
            "updated_at",
            "open",
            "revision",
            "body",
        ],
        key: &["id"],
        goes: concat!("open = 0 AND ", of_projects!()),
        sound: |row| body::<Session>(row, "body"),
    },
];

/// The lines of the history: they follow from each other, so [`super::history`] merges them.
pub(super) const HISTORY: Table = Table {
    name: "entries",
    columns: &[
        "seq",
        "at",
        "person",
        "kind",
        "project_id",
        "project_name",
        "env",
        "sha256",
        "reason",
        "params",
        "hash",
    ],
    key: &["seq"],
    goes: "TRUE",
    sound: |_| Ok(()),
};

fn body<T: DeserializeOwned>(row: &Fields, column: &str) -> Result<(), Fault> {
    from_json::<T>(text(row, column)?).map(drop)
}

/// A token will be sent to its Portal, so an address is as good as one that was typed here, or it
/// is none.
fn project(row: &Fields) -> Result<(), Fault> {
    let (portal, guid) = (text(row, "portal")?, text(row, "guid")?);
    let read = read_portal_address(&format!("{portal}/{guid}"))?;
    if read.portal != portal || read.guid.0 != guid {
        return Err(unreadable("an address of no Portal"));
    }
    from_word::<Plan>(text(row, "plan")?)?;
    from_word::<Role>(text(row, "role")?)?;
    moment(text(row, "created_at")?)?;
    let environments: Vec<Environment> = from_json(text(row, "environments")?)?;
    for site in environments.iter().filter_map(|one| one.site.as_deref()) {
        if read_site_address(site)? != site {
            return Err(unreadable("an address of no site"));
        }
    }
    Ok(())
}

fn placement(row: &Fields) -> Result<(), Fault> {
    moment(text(row, "at")?)?;
    from_word::<KnownBy>(text(row, "known_by")?).map(drop)
}

fn text<'r>(row: &'r Fields, column: &str) -> Result<&'r str, Fault> {
    let value = row.get(column).and_then(|value| value.as_str());
    value.ok_or_else(|| unreadable(format!("{column} is no text")))
}
