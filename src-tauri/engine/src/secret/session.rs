//! Secrets for as long as Slipway runs.

use super::{Keychain, KeychainHealth, KeychainTrouble, Secret};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

/// Keeps secrets in memory only.
#[derive(Debug, Default)]
pub struct SessionKeychain(Mutex<HashMap<String, Secret>>);

impl SessionKeychain {
    fn secrets(&self) -> MutexGuard<'_, HashMap<String, Secret>> {
        self.0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Keychain for SessionKeychain {
    fn save(&self, account: &str, secret: &Secret) -> Result<(), KeychainTrouble> {
        self.secrets().insert(account.to_owned(), secret.clone());
        Ok(())
    }

    fn read(&self, account: &str) -> Result<Option<Secret>, KeychainTrouble> {
        Ok(self.secrets().get(account).cloned())
    }

    fn forget(&self, account: &str) -> Result<(), KeychainTrouble> {
        self.secrets().remove(account);
        Ok(())
    }

    fn health(&self) -> KeychainHealth {
        KeychainHealth::Open
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_keeps_replaces_and_forgets() {
        let session = SessionKeychain::default();
        let kept = |session: &SessionKeychain| {
            session
                .read("pat:a")
                .expect("reads")
                .map(|s| s.expose().to_owned())
        };
        assert_eq!(kept(&session), None);
        session
            .save("pat:a", &Secret::from("one".to_owned()))
            .expect("saves");
        session
            .save("pat:a", &Secret::from("two".to_owned()))
            .expect("saves");
        assert_eq!(kept(&session).as_deref(), Some("two"));
        assert!(!format!("{session:?}").contains("two"));
        session.forget("pat:a").expect("forgets");
        session.forget("pat:a").expect("forgets nothing");
        assert_eq!(kept(&session), None);
    }
}
