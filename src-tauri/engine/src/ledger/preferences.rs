//! What the user set for the whole app, and what may be known about tokens.

use super::Ledger;
use super::column::{json, moment_text};
use super::row::{Columns, first};
use crate::desk::{Preferences, Theme};
use crate::fault::Fault;
use crate::units::Moment;

/// What may be known about a saved token (promise 26: never the token).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenNote {
    pub last4: String,
    pub saved_at: Moment,
}

impl Ledger {
    /// As last saved; until then the system's theme, no name and no project.
    pub fn preferences(&self) -> Result<Preferences, Fault> {
        let saved = self.read(|tx| {
            first(tx, "SELECT value FROM preferences", [], |row| {
                row.json("value")
            })
        })?;
        Ok(saved.unwrap_or(Preferences {
            theme: Theme::System,
            person: String::new(),
            project_id: None,
        }))
    }

    pub fn save_preferences(&self, preferences: &Preferences) -> Result<(), Fault> {
        self.write(|tx| {
            tx.execute(
                "INSERT OR REPLACE INTO preferences VALUES (1, ?1)",
                [json(preferences)?],
            )?;
            Ok(())
        })
    }

    pub fn token_note(&self, project_id: &str) -> Result<Option<TokenNote>, Fault> {
        let sql = "SELECT last4, saved_at FROM token_notes WHERE project_id = ?1";
        self.read(|tx| {
            first(tx, sql, [project_id], |row| {
                Ok(TokenNote {
                    last4: row.plain("last4")?,
                    saved_at: row.moment("saved_at")?,
                })
            })
        })
    }

    /// Notes that a token was saved. `last4` is at most that: its last four characters.
    pub fn save_token_note(
        &self,
        project_id: &str,
        last4: &str,
        saved_at: Moment,
    ) -> Result<(), Fault> {
        self.write(|tx| {
            tx.execute(
                "INSERT OR REPLACE INTO token_notes VALUES (?1, ?2, ?3)",
                [project_id, last4, &moment_text(saved_at)],
            )?;
            Ok(())
        })
    }

    pub fn forget_token_note(&self, project_id: &str) -> Result<(), Fault> {
        self.write(|tx| {
            tx.execute(
                "DELETE FROM token_notes WHERE project_id = ?1",
                [project_id],
            )?;
            Ok(())
        })
    }
}
