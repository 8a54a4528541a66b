//! The computer's keychain: Keychain on macOS, Credential Manager on Windows, Secret Service on
//! Linux.

use super::parts::{self, Vault};
use super::worker::Worker;
use super::{Keychain, KeychainHealth, KeychainTrouble, Secret, redact};
use keyring::{Entry, Error};
use std::time::Duration;
use zeroize::Zeroizing;

/// The name every entry of Slipway stands under.
const SERVICE: &str = "app.slipway.desktop";
/// Long enough to type a password into the prompt of a locked keychain.
const ASK: Duration = Duration::from_secs(60);
/// Looking never asks the user, so it is quick or broken.
const LOOK: Duration = Duration::from_secs(5);

/// The keychain of the computer, on a thread of its own because it may prompt or hang: after the
/// time limit the answer is [`KeychainTrouble::Locked`], and a save that ends later is undone.
///
/// On Linux the connection is made once for the process: a computer that had no keychain when it
/// was first asked has one after Slipway was started again.
pub struct OsKeychain {
    worker: Worker,
    ask: Duration,
}

impl OsKeychain {
    pub fn new() -> Self {
        Self::with_limit(ASK)
    }

    /// Waits at most `limit` for the keychain and whoever has to unlock it.
    pub fn with_limit(limit: Duration) -> Self {
        Self::over(OsVault, limit)
    }

    pub(super) fn over(vault: impl Vault + 'static, ask: Duration) -> Self {
        Self {
            worker: Worker::over(vault),
            ask,
        }
    }

    fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut dyn Vault) -> Result<T, KeychainTrouble> + Send + 'static,
        undo: impl FnOnce(&mut dyn Vault, Result<T, KeychainTrouble>) + Send + 'static,
    ) -> Result<T, KeychainTrouble> {
        self.worker
            .ask(self.ask, work, undo)
            .unwrap_or(Err(KeychainTrouble::Locked))
    }
}

impl Default for OsKeychain {
    fn default() -> Self {
        Self::new()
    }
}

impl Keychain for OsKeychain {
    fn save(&self, account: &str, secret: &Secret) -> Result<(), KeychainTrouble> {
        let (account, secret) = (account.to_owned(), secret.clone());
        let late = account.clone();
        self.ask(
            move |vault| parts::save(vault, &account, secret.expose().as_bytes()),
            // The caller was told that it is not saved.
            move |vault, _| drop(parts::forget(vault, &late)),
        )
    }

    fn read(&self, account: &str) -> Result<Option<Secret>, KeychainTrouble> {
        let account = account.to_owned();
        self.ask(
            move |vault| {
                let Some(bytes) = parts::read(vault, &account)? else {
                    return none_or_cannot_tell(vault);
                };
                match std::str::from_utf8(&bytes) {
                    Ok(text) => Ok(Some(Secret::from(text.to_owned()))),
                    Err(_) => Err(KeychainTrouble::Other("the secret is no text".to_owned())),
                }
            },
            |_, _| {},
        )
    }

    fn forget(&self, account: &str) -> Result<(), KeychainTrouble> {
        let account = account.to_owned();
        self.ask(
            move |vault| {
                parts::forget(vault, &account)?;
                none_or_cannot_tell(vault).map(drop)
            },
            |_, _| {},
        )
    }

    fn health(&self) -> KeychainHealth {
        self.worker
            .ask(self.ask.min(LOOK), |vault| vault.health(), |_, _| {})
            .unwrap_or(KeychainHealth::Locked)
    }
}

/// A locked Secret Service may answer that there is no such entry (it cannot look), so a missing
/// entry is only believed of a keychain that is open.
fn none_or_cannot_tell(vault: &mut dyn Vault) -> Result<Option<Secret>, KeychainTrouble> {
    match vault.health() {
        KeychainHealth::Open => Ok(None),
        KeychainHealth::Locked => Err(KeychainTrouble::Locked),
        KeychainHealth::Unavailable => Err(KeychainTrouble::Unavailable),
    }
}

/// The system's store through the `keyring` crate.
struct OsVault;

impl Vault for OsVault {
    fn put(&mut self, entry: &str, bytes: &[u8]) -> Result<(), KeychainTrouble> {
        Entry::new(SERVICE, entry)
            .and_then(|entry| entry.set_secret(bytes))
            .map_err(trouble)
    }

    fn get(&mut self, entry: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeychainTrouble> {
        match Entry::new(SERVICE, entry).and_then(|entry| entry.get_secret()) {
            Ok(bytes) => Ok(Some(Zeroizing::new(bytes))),
            Err(Error::NoEntry) => Ok(None),
            Err(cause) => Err(trouble(cause)),
        }
    }

    fn remove(&mut self, entry: &str) -> Result<bool, KeychainTrouble> {
        match Entry::new(SERVICE, entry).and_then(|entry| entry.delete_credential()) {
            Ok(()) => Ok(true),
            Err(Error::NoEntry) => Ok(false),
            Err(cause) => Err(trouble(cause)),
        }
    }

    fn health(&mut self) -> KeychainHealth {
        match Entry::store_status() {
            Ok(()) => lock_state(),
            Err(_) => KeychainHealth::Unavailable,
        }
    }
}

/// What the Secret Service says about the collection secrets go to, without unlocking it.
#[cfg(all(unix, not(target_os = "macos")))]
fn lock_state() -> KeychainHealth {
    use secret_service::blocking::SecretService;
    use secret_service::{EncryptionType, Error as ServiceError};

    let Ok(service) = SecretService::connect(EncryptionType::Plain) else {
        return KeychainHealth::Unavailable;
    };
    let locked = service
        .get_default_collection()
        .and_then(|collection| collection.is_locked());
    match locked {
        Ok(false) => KeychainHealth::Open,
        // No collection yet: the first save asks the user to make one.
        Ok(true) | Err(ServiceError::NoResult | ServiceError::Locked) => KeychainHealth::Locked,
        Err(_) => KeychainHealth::Unavailable,
    }
}

/// Windows and macOS open the keychain with the session and say plainly when an entry is missing.
#[cfg(not(all(unix, not(target_os = "macos"))))]
fn lock_state() -> KeychainHealth {
    KeychainHealth::Open
}

fn trouble(cause: Error) -> KeychainTrouble {
    match cause {
        Error::NoStorageAccess(_) => KeychainTrouble::Locked,
        Error::NoDefaultStore | Error::NotSupportedByStore(_) => KeychainTrouble::Unavailable,
        // Shown by its Display: Debug of some kinds prints the secret they could not read.
        other => match other.to_string() {
            words if words.contains("IsLocked") => KeychainTrouble::Locked,
            words => KeychainTrouble::Other(redact(&words).into_owned()),
        },
    }
}
