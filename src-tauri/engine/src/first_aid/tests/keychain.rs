//! Every state of a keychain, and what it says of itself.

use super::*;

#[test]
fn promise_27_every_state_of_a_keychain_is_told_apart() {
    let refusing = |trouble| Flawed::with(Flaw::Refuses(trouble));
    let cases = [
        (Flawed::with(Flaw::None), AidOutcome::Fine, "keychain-works"),
        (
            Flawed::that_is(KeychainHealth::Locked),
            AidOutcome::Attention,
            "keychain-locked",
        ),
        (
            Flawed::that_is(KeychainHealth::Unavailable),
            AidOutcome::NotWorking,
            "keychain-unavailable",
        ),
        (
            Flawed::with(Flaw::GivesAnotherBack),
            AidOutcome::NotWorking,
            "keychain-differs",
        ),
        (
            Flawed::with(Flaw::DoesNotForget),
            AidOutcome::NotWorking,
            "keychain-does-not-forget",
        ),
        (
            refusing(KeychainTrouble::Locked),
            AidOutcome::Attention,
            "keychain-locked",
        ),
        (
            refusing(KeychainTrouble::Other("no".into())),
            AidOutcome::NotWorking,
            "keychain-refuses",
        ),
    ];
    for (keychain, outcome, code) in cases {
        let found = look(&keychain);
        assert_eq!((found.outcome, found.code.as_str()), (outcome, code));
        let stays = keychain.flaw == Flaw::DoesNotForget;
        let left = keychain.read("first-aid").expect("reads");
        assert_eq!(left.is_some(), stays, "{code}: nothing of it is left");
    }
}

#[test]
fn promise_26_tokens_are_counted_and_not_shown() {
    let keychain = Flawed::with(Flaw::None);
    keychain
        .kept
        .save("pat:b", &secret_of("kept-token-77"))
        .expect("kept");
    let found = look(&keychain);
    assert_eq!(
        (
            found.params["saved"].as_str(),
            found.params["projects"].as_str()
        ),
        ("1", "2")
    );
    assert!(!format!("{found:?}").contains("kept-token"));
}

#[test]
fn what_a_keychain_says_of_itself_is_redacted() {
    let words = KeychainTrouble::Other("cannot keep password=hunter2222".into());
    let found = look(&Flawed::with(Flaw::Refuses(words)));
    assert_eq!(found.detail.as_deref(), Some("cannot keep password=***"));
}
