//! The secrets that are in memory, so that text can be searched for them.
//!
//! One list for the process, filled by [`super::Secret`] itself: nobody can forget to add to it.

use super::reading::{comparable, read};
use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, RwLock, RwLockReadGuard, RwLockWriteGuard};
use zeroize::Zeroizing;

/// Shorter parts of a secret give nothing away and stand in ordinary words (promise 25).
pub(super) const FRAGMENT: usize = 8;

static KNOWN: RwLock<Vec<Known>> = RwLock::new(Vec::new());
static NEXT: AtomicU64 = AtomicU64::new(0);
static HASHING: LazyLock<RandomState> = LazyLock::new(RandomState::new);

/// One secret as it is recognised: its letters, and hashes of every part of eight.
pub(super) struct Known {
    id: u64,
    pub letters: Zeroizing<Vec<u8>>,
    fragments: HashSet<u64>,
}

impl Known {
    /// Whether these eight letters stand in it.
    pub fn has_fragment(&self, hash: u64) -> bool {
        self.fragments.contains(&hash)
    }
}

/// Keeps a secret known for as long as it is held.
pub(super) struct Registration(Option<u64>);

impl Registration {
    pub fn of(text: &str) -> Self {
        let letters = Zeroizing::new(comparable(&read(text)));
        if letters.len() < FRAGMENT {
            return Self(None);
        }
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        let fragments = letters.windows(FRAGMENT).map(fragment_hash).collect();
        known_mut().push(Known {
            id,
            letters,
            fragments,
        });
        Self(Some(id))
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        if let Some(id) = self.0 {
            known_mut().retain(|known| known.id != id);
        }
    }
}

pub(super) fn known() -> RwLockReadGuard<'static, Vec<Known>> {
    KNOWN
        .read()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// Keyed anew in every process, so that the hashes give no secret away.
pub(super) fn fragment_hash(letters: &[u8]) -> u64 {
    HASHING.hash_one(letters)
}

fn known_mut() -> RwLockWriteGuard<'static, Vec<Known>> {
    KNOWN
        .write()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
}
