//! Secrets of any length in stores that take short ones.
//!
//! Windows keeps at most 2,560 bytes in a credential (promise 28). What is longer than [`PART`] is
//! kept in several entries, `<account>#<generation>.<number>`, and the entry of the account itself
//! is a header that names them. Parts are written first and the header last, in the other of two
//! generations than the one in use: a save that breaks off leaves the earlier secret whole.

use super::KeychainTrouble;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Bytes of one entry.
pub(super) const PART: usize = 2_000;
/// No token begins with a NUL.
const HEADER: &str = "\0slipway-parts";
const GENERATIONS: [char; 2] = ['a', 'b'];

/// A store of short secrets, as the system offers it.
pub(super) trait Vault: Send {
    fn put(&mut self, entry: &str, bytes: &[u8]) -> Result<(), KeychainTrouble>;
    fn get(&mut self, entry: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeychainTrouble>;
    /// False if there was none.
    fn remove(&mut self, entry: &str) -> Result<bool, KeychainTrouble>;
    fn health(&mut self) -> super::KeychainHealth;
}

/// Keeps a secret and reads it back.
pub(super) fn save(
    vault: &mut dyn Vault,
    account: &str,
    secret: &[u8],
) -> Result<(), KeychainTrouble> {
    let earlier = vault.get(account)?;
    let in_use = earlier
        .as_deref()
        .and_then(|value| Header::read(value))
        .map(|header| header.generation);
    if secret.len() <= PART && !secret.starts_with(HEADER.as_bytes()) {
        vault.put(account, secret)?;
    } else {
        let generation = if in_use == Some(GENERATIONS[0]) {
            GENERATIONS[1]
        } else {
            GENERATIONS[0]
        };
        for (number, part) in secret.chunks(PART).enumerate() {
            vault.put(&part_name(account, generation, number), part)?;
        }
        let header = Header {
            generation,
            parts: secret.chunks(PART).len(),
            sha256: digest(secret),
        };
        vault.put(account, header.write().as_bytes())?;
    }
    let back = read(vault, account)?;
    if back.as_ref().map(|back| back.as_slice()) != Some(secret) {
        return Err(KeychainTrouble::ReadBackDiffers);
    }
    match in_use {
        Some(generation) => remove_parts(vault, account, generation),
        None => Ok(()),
    }
}

pub(super) fn read(
    vault: &mut dyn Vault,
    account: &str,
) -> Result<Option<Zeroizing<Vec<u8>>>, KeychainTrouble> {
    let Some(value) = vault.get(account)? else {
        return Ok(None);
    };
    let Some(header) = Header::read(&value) else {
        return Ok(Some(value));
    };
    let mut whole = Zeroizing::new(Vec::with_capacity(header.parts.min(64) * PART));
    for number in 0..header.parts {
        let part = vault.get(&part_name(account, header.generation, number))?;
        whole.extend_from_slice(&part.ok_or_else(damaged)?);
    }
    if digest(&whole) == header.sha256 {
        Ok(Some(whole))
    } else {
        Err(damaged())
    }
}

/// Forgets a secret with all its parts. The header goes last, so that breaking off leaves something
/// that names what is left.
pub(super) fn forget(vault: &mut dyn Vault, account: &str) -> Result<(), KeychainTrouble> {
    for generation in GENERATIONS {
        remove_parts(vault, account, generation)?;
    }
    vault.remove(account).map(drop)
}

/// From the last to the first, so that what a break leaves is found again by counting up.
fn remove_parts(
    vault: &mut dyn Vault,
    account: &str,
    generation: char,
) -> Result<(), KeychainTrouble> {
    let mut parts = 0;
    while vault.get(&part_name(account, generation, parts))?.is_some() {
        parts += 1;
    }
    for number in (0..parts).rev() {
        vault.remove(&part_name(account, generation, number))?;
    }
    Ok(())
}

struct Header {
    generation: char,
    parts: usize,
    sha256: String,
}

impl Header {
    fn read(value: &[u8]) -> Option<Self> {
        let mut words = std::str::from_utf8(value)
            .ok()?
            .strip_prefix(HEADER)?
            .split_whitespace();
        let generation = words.next()?.chars().next()?;
        let parts = words.next()?.parse().ok()?;
        Some(Self {
            generation,
            parts,
            sha256: words.next()?.to_owned(),
        })
    }

    fn write(&self) -> String {
        format!(
            "{HEADER} {} {} {}",
            self.generation, self.parts, self.sha256
        )
    }
}

fn part_name(account: &str, generation: char, number: usize) -> String {
    format!("{account}#{generation}.{number}")
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn damaged() -> KeychainTrouble {
    KeychainTrouble::Other("parts of the secret are missing or do not belong together".to_owned())
}
