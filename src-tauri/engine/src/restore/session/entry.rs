//! The audit line of each event.

use super::{Event, Session};
use crate::ledger::EntryDraft;

impl Event {
    /// What the history says about it; `session` is the one after the event. Words:
    /// `entry.<kind>`.
    pub fn entry(&self, session: &Session) -> EntryDraft {
        let draft = |kind: &str| {
            let mut draft = EntryDraft::new(kind).env(&session.target);
            draft.project_id = Some(session.project_id.clone());
            draft.param("restore", &session.id)
        };
        match self {
            Self::RestorePointMade { name, made_at } => draft("restore-point-made")
                .param("name", name)
                .param("made_at", made_at),
            Self::RestorePointWaived { reason } => {
                draft("restore-point-waived").reason(Some(reason.clone()))
            }
            Self::SessionCreated { at } => draft("restore-session-created").param("at", at),
            Self::AccessGot { database, storage } => draft("restore-access-got")
                .param("host", &database.host)
                .param("database", &database.container)
                .param("storage", &storage.container),
            Self::DatabaseChosen { part } => draft("restore-database-chosen")
                .param("file_name", &part.file_name)
                .param("bytes", part.bytes.0)
                .param("version", part.version.as_deref().unwrap_or("?")),
            Self::StorageChosen { part } => draft("restore-files-chosen")
                .param("name", &part.name)
                .param("files", part.files.0)
                .param("bytes", part.bytes.0),
            Self::Checked { verdict } => {
                let verdict = serde_json::to_value(verdict).unwrap_or_default();
                draft("restore-checked").param("verdict", verdict.as_str().unwrap_or_default())
            }
            Self::TransferBegun { .. } => draft("restore-transfer-begun"),
            Self::TransferDone { verified, .. } => {
                draft("restore-transfer-done").param("verified", verified)
            }
            Self::TransferEnded { .. } => draft("restore-transfer-ended"),
            Self::RestorePressed { env, again } => {
                let kind = match again {
                    true => "restore-pressed-again",
                    false => "restore-pressed",
                };
                draft(kind).env(env)
            }
            Self::RestoreSeen { env, works } => {
                let kind = match works {
                    true => "restore-seen-working",
                    false => "restore-seen-not-working",
                };
                draft(kind).env(env)
            }
            Self::Closed => draft("restore-closed"),
            Self::AccessRevoked => draft("restore-access-revoked"),
        }
    }
}
