//! Projects. Their history and placements stay when they go.

use super::Ledger;
use super::column::{json, moment_text, word};
use super::row::{Columns, all, first};
use crate::fault::Fault;
use crate::project::{Project, ProjectGuid};
use rusqlite::{Row, named_params};

impl Ledger {
    /// In the order they were added.
    pub fn projects(&self) -> Result<Vec<Project>, Fault> {
        self.read(|tx| {
            all(
                tx,
                "SELECT * FROM projects ORDER BY created_at, rowid",
                [],
                project,
            )
        })
    }

    pub fn project(&self, id: &str) -> Result<Option<Project>, Fault> {
        self.read(|tx| first(tx, "SELECT * FROM projects WHERE id = ?1", [id], project))
    }

    /// Adds a project, or changes the one with the same id.
    pub fn save_project(&self, project: &Project) -> Result<(), Fault> {
        self.write(|tx| {
            tx.execute(
                "INSERT INTO projects
                 VALUES (:id, :name, :guid, :portal, :plan, :role, :environments, :practice, :created_at)
                 ON CONFLICT (id) DO UPDATE SET
                   name = excluded.name, guid = excluded.guid, portal = excluded.portal,
                   plan = excluded.plan, role = excluded.role,
                   environments = excluded.environments, practice = excluded.practice",
                named_params! {
                    ":id": project.id,
                    ":name": project.name,
                    ":guid": project.guid.0,
                    ":portal": project.portal,
                    ":plan": word(&project.plan)?,
                    ":role": word(&project.role)?,
                    ":environments": json(&project.environments)?,
                    ":practice": project.practice,
                    ":created_at": moment_text(project.created_at),
                },
            )?;
            Ok(())
        })
    }

    /// Removes a project and what is noted about its token. Entries and placements stay.
    pub fn remove_project(&self, id: &str) -> Result<(), Fault> {
        self.write(|tx| {
            tx.execute("DELETE FROM projects WHERE id = ?1", [id])?;
            Ok(())
        })
    }
}

fn project(row: &Row<'_>) -> Result<Project, Fault> {
    Ok(Project {
        id: row.plain("id")?,
        name: row.plain("name")?,
        guid: ProjectGuid(row.plain("guid")?),
        portal: row.plain("portal")?,
        plan: row.word("plan")?,
        role: row.word("role")?,
        environments: row.json("environments")?,
        practice: row.plain("practice")?,
        created_at: row.moment("created_at")?,
    })
}
