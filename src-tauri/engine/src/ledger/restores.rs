//! Custom restore sessions: one open for each project, and those that were.

use super::Ledger;
use super::column::{clean, from_json, json, moment_text};
use super::row::{Columns, all, first};
use crate::fault::{Fault, NextStep, Retry};
use crate::restore::session::Session;
use crate::units::Moment;
use rusqlite::{Row, Transaction, named_params};

/// What `body` is written in.
const SCHEMA: u32 = 1;

/// A session with what it takes to change it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRestore {
    pub session: Session,
    /// Grows with every change; who changes it must have seen the last one.
    pub revision: u64,
}

impl Ledger {
    /// The session a project has open.
    pub fn open_restore(&self, project_id: &str) -> Result<Option<KeptRestore>, Fault> {
        let sql = "SELECT * FROM restores WHERE project_id = ?1 AND open = 1";
        self.read(|tx| first(tx, sql, [project_id], kept))
    }

    /// All sessions of a project, newest first.
    pub fn restores(&self, project_id: &str) -> Result<Vec<KeptRestore>, Fault> {
        let sql = "SELECT * FROM restores WHERE project_id = ?1 ORDER BY started_at DESC, id DESC";
        self.read(|tx| all(tx, sql, [project_id], kept))
    }

    pub fn restore(&self, id: &str) -> Result<Option<KeptRestore>, Fault> {
        self.read(|tx| first(tx, "SELECT * FROM restores WHERE id = ?1", [id], kept))
    }

    /// Begins a session. Faults: `restore-open-already`.
    pub fn add_restore(&self, session: &Session) -> Result<KeptRestore, Fault> {
        self.write(|tx| {
            let sql = "SELECT * FROM restores WHERE project_id = ?1 AND open = 1";
            if first(tx, sql, [&session.project_id], kept)?.is_some() {
                return Err(Fault::new(
                    "restore-open-already",
                    Retry::Never,
                    NextStep::None,
                ));
            }
            tx.execute(
                "INSERT INTO restores VALUES (:id, :schema, :project_id, :started_at, :updated_at, :open, 1, :body)",
                named_params! {
                    ":id": session.id,
                    ":schema": SCHEMA,
                    ":project_id": session.project_id,
                    ":started_at": moment_text(session.started_at),
                    ":updated_at": moment_text(session.started_at),
                    ":open": session.is_open(),
                    ":body": body(session)?,
                },
            )?;
            Ok(KeptRestore {
                session: session.clone(),
                revision: 1,
            })
        })
    }

    /// Takes the place of `before`, unless somebody else changed it meanwhile. Faults:
    /// `restore-changed-meanwhile`, for one that is gone too.
    pub fn change_restore(
        &self,
        before: &KeptRestore,
        session: &Session,
        at: Moment,
    ) -> Result<KeptRestore, Fault> {
        self.write(|tx| {
            let revision = before.revision + 1;
            if update(tx, session, before.revision, revision, at)? == 0 {
                return Err(Fault::new(
                    "restore-changed-meanwhile",
                    Retry::ByUser,
                    NextStep::TryAgain,
                ));
            }
            Ok(KeptRestore {
                session: session.clone(),
                revision,
            })
        })
    }
}

fn update(
    tx: &Transaction<'_>,
    session: &Session,
    seen: u64,
    revision: u64,
    at: Moment,
) -> Result<usize, Fault> {
    let changed = tx.execute(
        "UPDATE restores SET schema = :schema, updated_at = :at, open = :open, revision = :revision, body = :body
         WHERE id = :id AND revision = :seen",
        named_params! {
            ":id": session.id,
            ":schema": SCHEMA,
            ":at": moment_text(at),
            ":open": session.is_open(),
            ":revision": revision.cast_signed(),
            ":seen": seen.cast_signed(),
            ":body": body(session)?,
        },
    )?;
    Ok(changed)
}

/// Names and reasons are typed by people: without any secret that is in memory.
fn body(session: &Session) -> Result<String, Fault> {
    Ok(clean(&json(session)?).into_owned())
}

fn kept(row: &Row<'_>) -> Result<KeptRestore, Fault> {
    Ok(KeptRestore {
        session: from_json(&row.plain::<String>("body")?)?,
        revision: row.natural("revision")?,
    })
}
