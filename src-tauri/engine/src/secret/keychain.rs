//! What a keychain does, whichever it is.

use super::Secret;

/// Keeps secrets by account name. Calls block, for as long as the user is asked to unlock it:
/// never make them on a thread that others wait for.
pub trait Keychain: Send + Sync {
    /// Keeps a secret in place of an earlier one. It was read back when this is `Ok`
    /// (promise 27).
    fn save(&self, account: &str, secret: &Secret) -> Result<(), KeychainTrouble>;

    /// The secret kept for `account`. None means that there is none, and not that it could not be
    /// told.
    fn read(&self, account: &str) -> Result<Option<Secret>, KeychainTrouble>;

    /// Forgets a secret; there being none is fine.
    fn forget(&self, account: &str) -> Result<(), KeychainTrouble>;

    /// Whether secrets can be kept now. Never makes the keychain ask the user anything.
    fn health(&self) -> KeychainHealth;
}

/// Whether a keychain can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeychainHealth {
    Open,
    /// There is one, but it does not open without the user.
    Locked,
    /// This computer offers none.
    Unavailable,
}

/// Why a keychain did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeychainTrouble {
    #[error("the keychain is locked")]
    Locked,
    #[error("there is no keychain")]
    Unavailable,
    /// It took the secret, and gave another one or none back.
    #[error("the keychain did not give back what was saved")]
    ReadBackDiffers,
    /// In the keychain's own words.
    #[error("{0}")]
    Other(String),
}
