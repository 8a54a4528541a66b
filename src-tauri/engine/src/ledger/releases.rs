//! Releases, and which lines their reviews have.

use super::Ledger;
use super::column::{clean, from_json, json, moment_text};
use super::row::{Columns, all, first};
use crate::fault::{Fault, NextStep, Retry};
use crate::release::journey::Release;
use crate::release::readiness::Template;
use crate::units::Moment;
use rusqlite::{Row, named_params};
use serde::Serialize;

/// What `body` is written in.
const SCHEMA: u32 = 1;

/// A release with what it takes to change it.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptRelease {
    pub release: Release,
    /// Grows with every change; who changes it must have seen the last one.
    pub revision: u64,
}

impl Ledger {
    /// All releases of a project, newest first.
    pub fn releases(&self, project_id: &str) -> Result<Vec<KeptRelease>, Fault> {
        let sql = "SELECT * FROM releases WHERE project_id = ?1 ORDER BY started_at DESC, id DESC";
        self.read(|tx| all(tx, sql, [project_id], kept))
    }

    /// Those of a project without a verdict, newest first.
    pub fn open_releases(&self, project_id: &str) -> Result<Vec<KeptRelease>, Fault> {
        let sql = "SELECT * FROM releases WHERE project_id = ?1 AND open = 1
                   ORDER BY started_at DESC, id DESC";
        self.read(|tx| all(tx, sql, [project_id], kept))
    }

    pub fn release(&self, id: &str) -> Result<Option<KeptRelease>, Fault> {
        self.read(|tx| first(tx, "SELECT * FROM releases WHERE id = ?1", [id], kept))
    }

    pub fn add_release(&self, release: &Release) -> Result<KeptRelease, Fault> {
        self.write(|tx| {
            tx.execute(
                "INSERT INTO releases VALUES (:id, :schema, :project_id, :started_at, :updated_at, :open, 1, :body)",
                named_params! {
                    ":id": release.id,
                    ":schema": SCHEMA,
                    ":project_id": release.project_id,
                    ":started_at": moment_text(release.started_at),
                    ":updated_at": moment_text(release.started_at),
                    ":open": release.is_open(),
                    ":body": body(release)?,
                },
            )?;
            Ok(KeptRelease {
                release: release.clone(),
                revision: 1,
            })
        })
    }

    /// Takes the place of `before`, unless somebody else changed it meanwhile. Faults:
    /// `release-changed-meanwhile`, for one that is gone too.
    pub fn change_release(
        &self,
        before: &KeptRelease,
        release: &Release,
        at: Moment,
    ) -> Result<KeptRelease, Fault> {
        self.write(|tx| {
            let revision = before.revision + 1;
            let changed = tx.execute(
                "UPDATE releases SET schema = :schema, updated_at = :at, open = :open, revision = :revision, body = :body
                 WHERE id = :id AND revision = :seen",
                named_params! {
                    ":id": release.id,
                    ":schema": SCHEMA,
                    ":at": moment_text(at),
                    ":open": release.is_open(),
                    ":revision": revision.cast_signed(),
                    ":seen": before.revision.cast_signed(),
                    ":body": body(release)?,
                },
            )?;
            if changed == 0 {
                return Err(Fault::new(
                    "release-changed-meanwhile",
                    Retry::ByUser,
                    NextStep::TryAgain,
                ));
            }
            Ok(KeptRelease {
                release: release.clone(),
                revision,
            })
        })
    }

    /// The lines a project's reviews have, where it has its own.
    pub fn release_template(&self, project_id: &str) -> Result<Option<Template>, Fault> {
        let sql = "SELECT * FROM release_templates WHERE project_id = ?1";
        self.read(|tx| {
            first(tx, sql, [project_id], |row| {
                from_json(&row.plain::<String>("body")?)
            })
        })
    }

    /// Sets the lines a project's reviews have; none goes back to the usual ones.
    pub fn keep_release_template(
        &self,
        project_id: &str,
        template: Option<&Template>,
        at: Moment,
    ) -> Result<(), Fault> {
        self.write(|tx| {
            match template {
                None => tx.execute(
                    "DELETE FROM release_templates WHERE project_id = ?1",
                    [project_id],
                )?,
                Some(template) => tx.execute(
                    "INSERT INTO release_templates VALUES (:project_id, :schema, :at, :body)
                     ON CONFLICT (project_id) DO UPDATE SET
                       schema = excluded.schema, updated_at = excluded.updated_at, body = excluded.body",
                    named_params! {
                        ":project_id": project_id,
                        ":schema": SCHEMA,
                        ":at": moment_text(at),
                        ":body": body(template)?,
                    },
                )?,
            };
            Ok(())
        })
    }
}

/// Names, reasons and notes are typed by people: without any secret that is in memory.
fn body<T: Serialize>(value: &T) -> Result<String, Fault> {
    Ok(clean(&json(value)?).into_owned())
}

fn kept(row: &Row<'_>) -> Result<KeptRelease, Fault> {
    Ok(KeptRelease {
        release: from_json(&row.plain::<String>("body")?)?,
        revision: row.natural("revision")?,
    })
}
