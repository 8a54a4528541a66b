//! Personal access tokens: kept in the keychain or for this session, never shown again.

use super::{Desk, KeepToken, TokenState, TokenStatus};
use crate::fault::{Fault, NextStep, Retry};
use crate::ledger::EntryDraft;
use crate::project::{Project, ProjectGuid};
use crate::secret::{Keychain, KeychainHealth, KeychainTrouble, Secret};

impl Desk {
    pub fn token_status(&self, project_id: &str) -> Result<TokenStatus, Fault> {
        let project = self.project(project_id)?;
        let about = self.0.ledger.token_note(project_id)?;
        let state = self.token_state(&project, about.is_some());
        let known = matches!(
            state,
            TokenState::Saved | TokenState::ThisSession | TokenState::Locked
        );
        let about = about.filter(|_| known);
        Ok(TokenStatus {
            state,
            last4: about.as_ref().map(|note| note.last4.clone()),
            saved_at: about.map(|note| note.saved_at),
        })
    }

    /// Saves a token where the user wants it. Faults: `token-missing`, `keychain-locked`,
    /// `keychain-unavailable`, `keychain-differs`.
    pub fn save_token(
        &self,
        project_id: &str,
        token: Secret,
        keep: KeepToken,
    ) -> Result<TokenStatus, Fault> {
        let project = self.project(project_id)?;
        let token = Secret::from(token.expose().trim().to_owned());
        if token.expose().is_empty() {
            return Err(Fault::new(
                "token-missing",
                Retry::ByUser,
                NextStep::ReplaceToken,
            ));
        }
        let account = token_account(&project);
        match keep {
            KeepToken::InKeychain => {
                self.0
                    .keychain
                    .save(&account, &token)
                    .map_err(keychain_fault)?;
                // An older one kept for this session must not win over the new one.
                let _ = self.0.session.forget(&account);
            }
            KeepToken::ThisSession => self
                .0
                .session
                .save(&account, &token)
                .map_err(keychain_fault)?,
        }
        self.0
            .ledger
            .save_token_note(project_id, &token.last4(), self.0.clock.now())?;
        let kept = match keep {
            KeepToken::InKeychain => "keychain",
            KeepToken::ThisSession => "session",
        };
        self.write_entry(
            EntryDraft::new("token-saved")
                .project(&project)
                .param("kept", kept),
        )?;
        self.token_status(project_id)
    }

    /// Lends the practice world's own token to its project, for as long as it runs.
    pub(super) fn lend_token(&self, project: &Project, token: &Secret) -> Result<(), Fault> {
        self.0
            .session
            .save(&token_account(project), token)
            .map_err(keychain_fault)?;
        self.0
            .ledger
            .save_token_note(&project.id, &token.last4(), self.0.clock.now())
    }

    pub fn forget_token(&self, project_id: &str) -> Result<TokenStatus, Fault> {
        let project = self.project(project_id)?;
        self.forget_token_of(&project)?;
        self.token_status(project_id)
    }

    /// Forgets the token of a project as it was, which matters when its address changes: a token
    /// belongs to a Portal and a GUID and must not follow to another.
    pub(super) fn forget_token_of(&self, project: &Project) -> Result<(), Fault> {
        let account = token_account(project);
        let _ = self.0.session.forget(&account);
        let noted = self.0.ledger.token_note(&project.id)?.is_some();
        if noted {
            match self.0.keychain.forget(&account) {
                Ok(()) | Err(KeychainTrouble::Unavailable) => {}
                Err(trouble) => return Err(keychain_fault(trouble)),
            }
            self.0.ledger.forget_token_note(&project.id)?;
            self.write_entry(EntryDraft::new("token-forgotten").project(project))?;
        }
        Ok(())
    }

    /// The token itself, for a request. Faults as for saving, and `token-missing`.
    pub(super) fn token(&self, project: &Project) -> Result<Secret, Fault> {
        let account = token_account(project);
        if let Ok(Some(token)) = self.0.session.read(&account) {
            return Ok(token);
        }
        match self.0.keychain.read(&account) {
            Ok(Some(token)) => {
                self.keychain_has_opened();
                Ok(token)
            }
            Ok(None) => Err(Fault::new(
                "token-missing",
                Retry::ByUser,
                NextStep::ReplaceToken,
            )),
            Err(trouble) => Err(keychain_fault(trouble)),
        }
    }

    fn token_state(&self, project: &Project, noted: bool) -> TokenState {
        let account = token_account(project);
        if matches!(self.0.session.read(&account), Ok(Some(_))) {
            return TokenState::ThisSession;
        }
        // Asking the keychain can make it prompt: only when something is known to be in there.
        if !noted {
            return match self.0.keychain.health() {
                KeychainHealth::Unavailable => TokenState::Unavailable,
                KeychainHealth::Locked => TokenState::Locked,
                _ => TokenState::None,
            };
        }
        match self.0.keychain.read(&account) {
            Ok(Some(_)) => TokenState::Saved,
            Ok(None) => TokenState::None,
            Err(KeychainTrouble::Locked) => TokenState::Locked,
            Err(_) => TokenState::Unavailable,
        }
    }
}

/// The keychain entry of a project's token: by Portal and GUID, so that the command line finds
/// what the window saved.
fn token_account(project: &Project) -> String {
    token_account_of(&project.portal, &project.guid)
}

/// As [`token_account`], where there is no project yet.
pub fn token_account_of(portal: &str, guid: &ProjectGuid) -> String {
    format!("pat:{guid}@{portal}")
}

pub fn keychain_fault(trouble: KeychainTrouble) -> Fault {
    let code = match &trouble {
        KeychainTrouble::Locked => "keychain-locked",
        KeychainTrouble::Unavailable => "keychain-unavailable",
        KeychainTrouble::ReadBackDiffers => "keychain-differs",
        KeychainTrouble::Other(_) => "keychain-unavailable",
    };
    let fault = Fault::new(code, Retry::ByUser, NextStep::ReplaceToken);
    match trouble {
        KeychainTrouble::Other(detail) => fault.detail(detail),
        _ => fault,
    }
}
