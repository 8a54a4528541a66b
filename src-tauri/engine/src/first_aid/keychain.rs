//! Whether the keychain keeps, gives back and forgets.

use super::{AidCheck, AidFinding, AidOutcome};
use crate::secret::{Keychain, KeychainHealth, KeychainTrouble, Secret};

/// The account of the throw-away secret; no project has it.
const ACCOUNT: &str = "first-aid";

/// Keeps a throw-away secret, reads it back and removes it. A locked keychain is left alone: it is
/// the user who unlocks it, when something is to be kept. `tokens` are the accounts of the user's
/// projects, counted and not shown (promises 26 and 27).
pub fn look_at_keychain(
    keychain: &dyn Keychain,
    throw_away: &Secret,
    tokens: &[String],
) -> AidFinding {
    match keychain.health() {
        KeychainHealth::Unavailable => return not_working("keychain-unavailable"),
        KeychainHealth::Locked => {
            return AidFinding::new(AidCheck::Keychain, AidOutcome::Attention, "keychain-locked");
        }
        KeychainHealth::Open => {}
    }
    let round_trip = go_round(keychain, throw_away);
    if round_trip.is_err() {
        // Whatever came of it, nothing of it is to stay.
        let _ = keychain.forget(ACCOUNT);
    }
    if let Err(finding) = round_trip {
        return finding;
    }
    let held = |account: &&String| matches!(keychain.read(account), Ok(Some(_)));
    let saved = tokens.iter().filter(held).count();
    AidFinding::new(AidCheck::Keychain, AidOutcome::Fine, "keychain-works")
        .with("saved", saved)
        .with("projects", tokens.len())
}

fn go_round(keychain: &dyn Keychain, throw_away: &Secret) -> Result<(), AidFinding> {
    keychain.save(ACCOUNT, throw_away).map_err(in_the_way)?;
    let back = keychain.read(ACCOUNT).map_err(in_the_way)?;
    if back.as_ref().map(Secret::expose) != Some(throw_away.expose()) {
        return Err(not_working("keychain-differs"));
    }
    keychain.forget(ACCOUNT).map_err(in_the_way)?;
    match keychain.read(ACCOUNT).map_err(in_the_way)? {
        None => Ok(()),
        Some(_) => Err(not_working("keychain-does-not-forget")),
    }
}

fn in_the_way(trouble: KeychainTrouble) -> AidFinding {
    match trouble {
        KeychainTrouble::Locked => {
            AidFinding::new(AidCheck::Keychain, AidOutcome::Attention, "keychain-locked")
        }
        KeychainTrouble::Unavailable => not_working("keychain-unavailable"),
        KeychainTrouble::ReadBackDiffers => not_working("keychain-differs"),
        KeychainTrouble::Other(words) => not_working("keychain-refuses").detail(words),
    }
}

fn not_working(code: &str) -> AidFinding {
    AidFinding::new(AidCheck::Keychain, AidOutcome::NotWorking, code)
}
