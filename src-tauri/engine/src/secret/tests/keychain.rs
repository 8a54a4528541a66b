//! Keychains that lie, hang and break off.

use crate::secret::os::OsKeychain;
use crate::secret::parts::{PART, Vault};
use crate::secret::{Keychain, KeychainHealth, KeychainTrouble, Secret};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Duration;
use zeroize::Zeroizing;

const ACCOUNT: &str = "pat:p";
const LONG: Duration = Duration::from_secs(30);
const SHORT: Duration = Duration::from_millis(20);

/// A store as Windows has it, with the faults of all of them.
#[derive(Clone, Default)]
struct Store(Arc<(Mutex<Shelf>, Condvar)>);

#[derive(Default)]
struct Shelf {
    entries: BTreeMap<String, Vec<u8>>,
    health: Option<KeychainHealth>,
    /// Takes secrets and keeps none.
    forgetful: bool,
    /// Calls left until it breaks off.
    breaks_after: Option<usize>,
    /// Answers nobody while this is set, as a prompt that is not answered.
    hangs: bool,
    hanging: usize,
}

impl Store {
    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.0.0.lock().expect("free")
    }

    fn call(&self) -> Result<MutexGuard<'_, Shelf>, KeychainTrouble> {
        let mut shelf = self.shelf();
        shelf.hanging += 1;
        self.0.1.notify_all();
        let mut shelf = self
            .0
            .1
            .wait_while(shelf, |shelf| shelf.hangs)
            .expect("free");
        shelf.hanging -= 1;
        match &mut shelf.breaks_after {
            Some(0) => Err(KeychainTrouble::Other("gone".into())),
            Some(left) => {
                *left -= 1;
                Ok(shelf)
            }
            None => Ok(shelf),
        }
    }

    fn change(&self, change: impl FnOnce(&mut Shelf)) {
        change(&mut self.shelf());
        self.0.1.notify_all();
    }

    fn names(&self) -> Vec<String> {
        self.shelf().entries.keys().cloned().collect()
    }
}

impl Vault for Store {
    fn put(&mut self, entry: &str, bytes: &[u8]) -> Result<(), KeychainTrouble> {
        let mut shelf = self.call()?;
        if bytes.len() > 2_560 {
            return Err(KeychainTrouble::Other("too long for Windows".into()));
        }
        if !shelf.forgetful {
            shelf.entries.insert(entry.to_owned(), bytes.to_vec());
        }
        Ok(())
    }

    fn get(&mut self, entry: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeychainTrouble> {
        Ok(self.call()?.entries.get(entry).cloned().map(Zeroizing::new))
    }

    fn remove(&mut self, entry: &str) -> Result<bool, KeychainTrouble> {
        Ok(self.call()?.entries.remove(entry).is_some())
    }

    fn health(&mut self) -> KeychainHealth {
        match self.call() {
            Ok(shelf) => shelf.health.unwrap_or(KeychainHealth::Open),
            Err(_) => KeychainHealth::Unavailable,
        }
    }
}

fn keychain(limit: Duration) -> (OsKeychain, Store) {
    let store = Store::default();
    (OsKeychain::over(store.clone(), limit), store)
}

fn secret(text: &str) -> Secret {
    Secret::from(text.to_owned())
}

fn kept(keychain: &OsKeychain) -> Option<String> {
    keychain
        .read(ACCOUNT)
        .expect("reads")
        .map(|secret| secret.expose().to_owned())
}

#[test]
fn a_secret_is_kept_replaced_and_forgotten() {
    let (keychain, store) = keychain(LONG);
    assert_eq!(kept(&keychain), None);
    keychain.save(ACCOUNT, &secret("one")).expect("saves");
    keychain.save(ACCOUNT, &secret("two")).expect("saves");
    assert_eq!(kept(&keychain).as_deref(), Some("two"));
    keychain.forget(ACCOUNT).expect("forgets");
    keychain.forget(ACCOUNT).expect("forgets nothing");
    assert_eq!(kept(&keychain), None);
    assert!(store.names().is_empty());
}

#[test]
fn promise_28_long_secrets_survive_where_entries_are_short() {
    let (keychain, store) = keychain(LONG);
    for length in [PART, PART + 1, 2_561, 3 * PART, 6_000, 60_000, 1] {
        let long: String = (0..length)
            .map(|number| char::from(b'a' + (number % 23) as u8))
            .collect();
        keychain.save(ACCOUNT, &secret(&long)).expect("saves");
        assert_eq!(kept(&keychain).as_deref(), Some(long.as_str()), "{length}");
        let parts = if length > PART {
            length.div_ceil(PART)
        } else {
            0
        };
        assert_eq!(
            store.names().len(),
            parts + 1,
            "nothing of the one before is left at {length}"
        );
    }
}

#[test]
fn promise_27_a_save_that_was_not_kept_is_noticed() {
    let (keychain, store) = keychain(LONG);
    keychain.save(ACCOUNT, &secret("one")).expect("saves");
    store.change(|shelf| shelf.forgetful = true);
    assert_eq!(
        keychain.save(ACCOUNT, &secret("two")),
        Err(KeychainTrouble::ReadBackDiffers)
    );
}

#[test]
fn promise_27_a_missing_entry_is_believed_only_of_an_open_keychain() {
    let (keychain, store) = keychain(LONG);
    for (health, trouble) in [
        (KeychainHealth::Locked, KeychainTrouble::Locked),
        (KeychainHealth::Unavailable, KeychainTrouble::Unavailable),
    ] {
        store.change(|shelf| shelf.health = Some(health));
        assert_eq!(keychain.health(), health);
        assert_eq!(keychain.read(ACCOUNT).map(|_| ()), Err(trouble.clone()));
        assert_eq!(keychain.forget(ACCOUNT), Err(trouble));
    }
}

#[test]
fn a_save_that_breaks_off_anywhere_leaves_the_earlier_secret_whole() {
    let (first, second) = ("1".repeat(5_000), "2".repeat(7_000));
    for breaks_after in 0..40 {
        let (keychain, store) = keychain(LONG);
        keychain.save(ACCOUNT, &secret(&first)).expect("saves");
        store.change(|shelf| shelf.breaks_after = Some(breaks_after));
        let saved = keychain.save(ACCOUNT, &secret(&second));
        store.change(|shelf| shelf.breaks_after = None);
        let kept = kept(&keychain).expect("one of them");
        assert!(
            kept == first || kept == second,
            "neither after {breaks_after} calls"
        );
        if saved.is_ok() {
            assert_eq!(kept, second);
        }
        keychain.forget(ACCOUNT).expect("forgets");
        assert!(
            store.names().is_empty(),
            "after {breaks_after} calls: {:?}",
            store.names()
        );
    }
}

#[test]
fn parts_that_do_not_belong_together_are_no_secret() {
    let (keychain, store) = keychain(LONG);
    keychain
        .save(ACCOUNT, &secret(&"x".repeat(5_000)))
        .expect("saves");
    store.change(|shelf| {
        shelf
            .entries
            .insert(format!("{ACCOUNT}#a.1"), b"y".repeat(PART));
    });
    assert!(matches!(
        keychain.read(ACCOUNT),
        Err(KeychainTrouble::Other(_))
    ));
    keychain.save(ACCOUNT, &secret("new")).expect("mends it");
    assert_eq!(kept(&keychain).as_deref(), Some("new"));
}

#[test]
fn a_keychain_that_does_not_answer_counts_as_locked() {
    let (keychain, store) = keychain(SHORT);
    store.change(|shelf| shelf.hangs = true);
    assert_eq!(
        keychain.read(ACCOUNT).map(|_| ()),
        Err(KeychainTrouble::Locked)
    );
    assert_eq!(keychain.health(), KeychainHealth::Locked);
    store.change(|shelf| shelf.hangs = false);
    assert_eq!(retried(|| keychain.read(ACCOUNT).map(|_| ())), Ok(()));
}

#[test]
fn a_save_that_was_called_locked_and_ends_later_is_undone() {
    let (keychain, store) = keychain(SHORT);
    store.change(|shelf| shelf.hangs = true);
    assert_eq!(
        keychain.save(ACCOUNT, &secret("late")),
        Err(KeychainTrouble::Locked)
    );
    let (shelf, waited) = store
        .0
        .1
        .wait_timeout_while(store.shelf(), LONG, |shelf| shelf.hanging == 0)
        .expect("free");
    assert!(!waited.timed_out(), "the save had begun");
    drop(shelf);
    store.change(|shelf| shelf.hangs = false);
    assert_eq!(
        retried(|| keychain.read(ACCOUNT).map(|found| found.is_some())),
        Ok(false)
    );
    assert!(store.names().is_empty());
}

/// Asks again while the keychain is still busy with what it was asked before.
fn retried<T>(ask: impl Fn() -> Result<T, KeychainTrouble>) -> Result<T, KeychainTrouble> {
    (0..500)
        .map(|_| ask())
        .find(|answer| !matches!(answer, Err(KeychainTrouble::Locked)))
        .expect("answers at last")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_text_comes_back_whatever_was_there_before(
        texts in prop::collection::vec(prop_oneof![".{0,40}", "\\PC{600,2500}", "\0slipway-parts a 1 x.{0,9}"], 1..5)
    ) {
        let (keychain, store) = keychain(LONG);
        for text in &texts {
            keychain.save(ACCOUNT, &secret(text)).expect("saves");
            prop_assert_eq!(kept(&keychain), Some(text.clone()));
        }
        keychain.forget(ACCOUNT).expect("forgets");
        prop_assert!(store.names().is_empty());
    }
}
