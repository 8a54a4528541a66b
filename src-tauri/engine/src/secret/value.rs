//! A text nobody can print.

use super::live::Registration;
use std::fmt;
use std::sync::Arc;
use zeroize::Zeroizing;

/// A token, a link with a signature, a password. It has no `Display` and no `Serialize`, its memory
/// is overwritten when the last clone goes, and while it lives [`super::redact`] knows it.
#[derive(Clone)]
pub struct Secret(Arc<Held>);

struct Held {
    text: Zeroizing<String>,
    _registration: Registration,
}

impl Secret {
    /// The text itself, to send it or to keep it in a keychain. Search for this name to find every
    /// place that sees a secret.
    pub fn expose(&self) -> &str {
        &self.0.text
    }

    /// The last four characters, to recognise it by. Empty for one so short that four characters
    /// would be a good part of it.
    pub fn last4(&self) -> String {
        let length = self.expose().chars().count();
        if length < 12 {
            String::new()
        } else {
            self.expose().chars().skip(length - 4).collect()
        }
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        let registration = Registration::of(&text);
        Self(Arc::new(Held {
            text: Zeroizing::new(text),
            _registration: registration,
        }))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Compiles only as long as `Secret` implements neither: with two candidates the compiler could
    /// not tell which `is_meant` is meant.
    #[test]
    fn a_secret_can_be_neither_displayed_nor_serialized() {
        trait Ambiguous<A> {
            fn is_meant() -> bool {
                true
            }
        }
        impl<T> Ambiguous<()> for T {}
        struct Displayed;
        impl<T: fmt::Display> Ambiguous<Displayed> for T {}
        struct Serialized;
        impl<T: serde::Serialize> Ambiguous<Serialized> for T {}
        assert!(<Secret as Ambiguous<_>>::is_meant());
    }

    #[test]
    fn a_secret_does_not_print_itself() {
        let secret = Secret::from("pat-4711-abcdefgh".to_owned());
        assert_eq!(format!("{secret:?} {secret:#?}"), "Secret(***) Secret(***)");
        assert_eq!(secret.clone().expose(), "pat-4711-abcdefgh");
    }

    #[test]
    fn the_last_four_characters_are_told_only_of_a_long_secret() {
        assert_eq!(Secret::from("abcdefgh1234".to_owned()).last4(), "1234");
        assert_eq!(Secret::from("äöüßäöüßäöüß".to_owned()).last4(), "äöüß");
        assert_eq!(Secret::from("abcdefg1234".to_owned()).last4(), "");
    }
}
