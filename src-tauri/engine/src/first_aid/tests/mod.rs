//! First aid on computers of all kinds, with nothing of this one in it.

mod hosts;
mod keychain;
mod place;
mod told;

use super::*;
use crate::clock::SystemClock;
use crate::ledger::Ledger;
use crate::secret::{Keychain, KeychainHealth, KeychainTrouble, Secret, SessionKeychain};
use std::path::Path;

/// A keychain with a flaw.
struct Flawed {
    kept: SessionKeychain,
    health: KeychainHealth,
    flaw: Flaw,
}

#[derive(PartialEq)]
enum Flaw {
    None,
    GivesAnotherBack,
    DoesNotForget,
    Refuses(KeychainTrouble),
}

impl Flawed {
    fn with(flaw: Flaw) -> Self {
        Self {
            kept: SessionKeychain::default(),
            health: KeychainHealth::Open,
            flaw,
        }
    }

    fn that_is(health: KeychainHealth) -> Self {
        Self {
            health,
            ..Self::with(Flaw::None)
        }
    }
}

impl Keychain for Flawed {
    fn save(&self, account: &str, secret: &Secret) -> Result<(), KeychainTrouble> {
        assert!(self.health == KeychainHealth::Open, "it is left alone");
        match &self.flaw {
            Flaw::Refuses(trouble) => Err(trouble.clone()),
            Flaw::GivesAnotherBack => self.kept.save(account, &secret_of("another")),
            _ => self.kept.save(account, secret),
        }
    }

    fn read(&self, account: &str) -> Result<Option<Secret>, KeychainTrouble> {
        self.kept.read(account)
    }

    fn forget(&self, account: &str) -> Result<(), KeychainTrouble> {
        match self.flaw {
            Flaw::DoesNotForget => Ok(()),
            _ => self.kept.forget(account),
        }
    }

    fn health(&self) -> KeychainHealth {
        self.health
    }
}

fn secret_of(text: &str) -> Secret {
    Secret::from(text.to_owned())
}

fn look(keychain: &Flawed) -> AidFinding {
    look_at_keychain(
        keychain,
        &secret_of("throw-away-4711"),
        &["pat:a".into(), "pat:b".into()],
    )
}
