//! Where the links of a restore are kept: in the keychain, or for this session where that does not
//! take them. Never in the ledger (promise 25).

use super::answers::{LinksSaved, PartName};
use super::known::HeldLinks;
use crate::blob::sas::SasLink;
use crate::desk::Desk;
use crate::desk::tokens::keychain_fault;
use crate::fault::Fault;
use crate::restore::session::Session;
use crate::secret::{Keychain, KeychainHealth, KeychainTrouble};

const BOTH: [PartName; 2] = [PartName::Database, PartName::Storage];

impl Desk {
    /// The links as far as they are at hand. None after they were forgotten, when they were kept
    /// for an earlier session only, or while the keychain is locked: it is not made to ask here.
    pub(super) fn held_links(&self, session: &Session) -> Option<HeldLinks> {
        let revoked = session.access.as_ref()?.revoked_at.is_some();
        if revoked || !session.is_open() {
            return None;
        }
        if let Some(held) = self.0.restores.of(&session.id, |known| known.links.clone()) {
            return Some(held);
        }
        let noted = self.0.ledger.restore_notes(&session.id).ok()?.in_keychain;
        if !noted || self.0.keychain.health() != KeychainHealth::Open {
            return None;
        }
        let [database, storage] = BOTH.map(|part| {
            let kept = self.0.keychain.read(&account(&session.id, part)).ok()??;
            SasLink::parse(kept.expose()).ok()
        });
        let held = HeldLinks {
            database: database?,
            storage: storage?,
            saved: LinksSaved::Saved,
        };
        self.keychain_has_opened();
        self.0
            .restores
            .of(&session.id, |known| known.links = Some(held.clone()));
        Some(held)
    }

    /// Keeps both links in place of earlier ones.
    pub(super) fn hold_links(
        &self,
        id: &str,
        database: SasLink,
        storage: SasLink,
    ) -> Result<HeldLinks, Fault> {
        let save = |keychain: &dyn Keychain| {
            keychain
                .save(&account(id, PartName::Database), &database.whole())
                .and_then(|()| keychain.save(&account(id, PartName::Storage), &storage.whole()))
        };
        // Noted first: what is in the keychain must be found again to be cleared away.
        self.note_keychain(id, true)?;
        let saved = match save(self.0.keychain.as_ref()) {
            Ok(()) => LinksSaved::Saved,
            Err(trouble) => {
                tracing::info!(%trouble, "the links of a restore are kept for this session only");
                if self.forget_in_keychain(id).is_ok() {
                    self.note_keychain(id, false)?;
                }
                LinksSaved::SessionOnly
            }
        };
        let held = HeldLinks {
            database,
            storage,
            saved,
        };
        self.0.restores.of(id, |known| {
            let before = known.links.replace(held.clone());
            // What is there was seen through other links.
            if !before.is_some_and(|before| before.same_places(&held)) {
                known.there = None;
            }
            known.asked = None;
            known.half = None;
        });
        Ok(held)
    }

    /// Forgets the links of a restore wherever they are. Faults: `keychain-locked` and the like,
    /// if the keychain holds them and cannot be changed now.
    pub(super) fn let_go_of_links(&self, id: &str) -> Result<(), Fault> {
        self.0.restores.of(id, |known| {
            known.links = None;
            known.asked = None;
            known.half = None;
        });
        if self.0.ledger.restore_notes(id)?.in_keychain {
            self.forget_in_keychain(id).map_err(keychain_fault)?;
            self.note_keychain(id, false)?;
        }
        Ok(())
    }

    fn forget_in_keychain(&self, id: &str) -> Result<(), KeychainTrouble> {
        for part in BOTH {
            match self.0.keychain.forget(&account(id, part)) {
                Ok(()) | Err(KeychainTrouble::Unavailable) => {}
                Err(trouble) => return Err(trouble),
            }
        }
        Ok(())
    }

    fn note_keychain(&self, id: &str, holds: bool) -> Result<(), Fault> {
        self.change_notes(id, |notes| notes.in_keychain = holds)
    }
}

/// The keychain entry of a link.
fn account(id: &str, part: PartName) -> String {
    match part {
        PartName::Database => format!("sas:{id}:database"),
        PartName::Storage => format!("sas:{id}:storage"),
    }
}
