//! A keychain that is locked and opened by hand, for tests.

use super::{Keychain, KeychainHealth, KeychainTrouble, Secret, SessionKeychain};
use std::sync::atomic::{AtomicBool, Ordering};

/// Open until it is locked.
#[derive(Debug, Default)]
pub struct LockableKeychain {
    /// What is in it, locked or not.
    pub kept: SessionKeychain,
    locked: AtomicBool,
}

impl LockableKeychain {
    pub fn lock(&self, locked: bool) {
        self.locked.store(locked, Ordering::SeqCst);
    }

    fn opened(&self) -> Result<&SessionKeychain, KeychainTrouble> {
        match self.locked.load(Ordering::SeqCst) {
            true => Err(KeychainTrouble::Locked),
            false => Ok(&self.kept),
        }
    }
}

impl Keychain for LockableKeychain {
    fn save(&self, account: &str, secret: &Secret) -> Result<(), KeychainTrouble> {
        self.opened()?.save(account, secret)
    }

    fn read(&self, account: &str) -> Result<Option<Secret>, KeychainTrouble> {
        self.opened()?.read(account)
    }

    fn forget(&self, account: &str) -> Result<(), KeychainTrouble> {
        self.opened()?.forget(account)
    }

    fn health(&self) -> KeychainHealth {
        match self.opened() {
            Ok(_) => KeychainHealth::Open,
            Err(_) => KeychainHealth::Locked,
        }
    }
}
