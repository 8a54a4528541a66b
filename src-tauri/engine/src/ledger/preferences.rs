//! What the user set for the whole app, and what may be known about tokens.

use super::Ledger;
use super::column::{json, moment_text};
use super::row::{Columns, first};
use crate::desk::{Preferences, Theme};
use crate::fault::Fault;
use crate::network::ProxySetting;
use crate::release::domains::DomainAsked;
use crate::units::Moment;
use crate::update::UpdateSource;
use rusqlite::Transaction;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The one row of settings. What a version does not know yet is missing in it.
#[derive(Serialize, Deserialize)]
struct Kept {
    #[serde(flatten)]
    preferences: Preferences,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    proxy: Option<ProxySetting>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    updates: Option<UpdateSource>,
    /// By project: the domains looked at last.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    domains: BTreeMap<String, Vec<DomainAsked>>,
}

impl Kept {
    /// As last saved; until then the system's theme, no name and no project.
    fn read(tx: &Transaction<'_>) -> Result<Self, Fault> {
        let saved = first(tx, "SELECT value FROM preferences", [], |row| {
            row.json("value")
        })?;
        Ok(saved.unwrap_or(Self {
            preferences: Preferences {
                theme: Theme::System,
                person: String::new(),
                project_id: None,
            },
            proxy: None,
            updates: None,
            domains: BTreeMap::new(),
        }))
    }
}

/// What may be known about a saved token (promise 26: never the token).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenNote {
    pub last4: String,
    pub saved_at: Moment,
}

impl Ledger {
    /// As last saved; until then the system's theme, no name and no project.
    pub fn preferences(&self) -> Result<Preferences, Fault> {
        Ok(self.read(Kept::read)?.preferences)
    }

    pub fn save_preferences(&self, preferences: &Preferences) -> Result<(), Fault> {
        self.change_kept(|kept| kept.preferences = preferences.clone())
    }

    /// The proxy taken instead of the system's.
    pub fn proxy(&self) -> Result<Option<ProxySetting>, Fault> {
        Ok(self.read(Kept::read)?.proxy)
    }

    pub fn save_proxy(&self, proxy: Option<&ProxySetting>) -> Result<(), Fault> {
        self.change_kept(|kept| kept.proxy = proxy.cloned())
    }

    /// Where newer versions are asked for, if somebody said so.
    pub fn update_source(&self) -> Result<Option<UpdateSource>, Fault> {
        Ok(self.read(Kept::read)?.updates)
    }

    pub fn save_update_source(&self, source: Option<&UpdateSource>) -> Result<(), Fault> {
        self.change_kept(|kept| kept.updates = source.cloned())
    }

    /// The domains of a project looked at last; none if none ever were.
    pub fn domains(&self, project_id: &str) -> Result<Option<Vec<DomainAsked>>, Fault> {
        Ok(self.read(Kept::read)?.domains.remove(project_id))
    }

    pub fn save_domains(&self, project_id: &str, domains: &[DomainAsked]) -> Result<(), Fault> {
        self.change_kept(|kept| {
            kept.domains.insert(project_id.to_owned(), domains.to_vec());
        })
    }

    fn change_kept(&self, change: impl FnOnce(&mut Kept)) -> Result<(), Fault> {
        self.write(|tx| {
            let mut kept = Kept::read(tx)?;
            change(&mut kept);
            tx.execute(
                "INSERT OR REPLACE INTO preferences VALUES (1, ?1)",
                [json(&kept)?],
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
