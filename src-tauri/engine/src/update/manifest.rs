//! What an answer says, once it is known who said it.

use super::{UpdateSource, fault};
use crate::fault::Fault;
use minisign_verify::{PublicKey, Signature};
use reqwest::Url;
use semver::Version;
use serde::{Deserialize, Serialize};

/// A person reads them in a window.
const MOST_NOTES: usize = 20_000;

/// A version newer than the one that runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Update {
    pub version: String,
    /// Plain text; may be empty.
    pub notes: String,
    /// Where to get it; always `https://`.
    pub page: String,
}

/// What there was to hear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "heard", rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Heard {
    /// The one that runs is the newest.
    Newest,
    Newer {
        update: Update,
    },
}

#[derive(Deserialize)]
struct Manifest {
    version: String,
    #[serde(default)]
    notes: String,
    page: String,
}

/// Reads a manifest for a Slipway of version `running`. A version older than that is refused: whoever
/// kept an old manifest could otherwise hold people back on it.
///
/// Faults: `update-unsigned` (no signature could be read), `update-signature-wrong`,
/// `update-unreadable`, `update-older`.
pub fn judge(
    manifest: &[u8],
    signature: &str,
    source: &UpdateSource,
    running: &str,
) -> Result<Heard, Fault> {
    let key = PublicKey::from_base64(&source.key).map_err(|_| fault("update-key-invalid"))?;
    let signature =
        Signature::decode(signature).map_err(|cause| fault("update-unsigned").detail(cause))?;
    key.verify(manifest, &signature, false)
        .map_err(|cause| fault("update-signature-wrong").detail(cause))?;
    let said: Manifest = serde_json::from_slice(manifest).map_err(unreadable)?;
    let page = Url::parse(&said.page).map_err(unreadable)?;
    if page.scheme() != "https" {
        return Err(unreadable("its page is not encrypted"));
    }
    let version = Version::parse(&said.version).map_err(unreadable)?;
    let running = Version::parse(running).map_err(unreadable)?;
    match version.cmp_precedence(&running) {
        std::cmp::Ordering::Equal => Ok(Heard::Newest),
        std::cmp::Ordering::Less => Err(fault("update-older")
            .with("version", version)
            .with("running", running)),
        std::cmp::Ordering::Greater => Ok(Heard::Newer {
            update: Update {
                version: version.to_string(),
                notes: said.notes.chars().take(MOST_NOTES).collect(),
                page: page.into(),
            },
        }),
    }
}

fn unreadable(cause: impl std::fmt::Display) -> Fault {
    fault("update-unreadable").detail(cause)
}

#[cfg(test)]
mod tests {
    use super::*;
    use minisign::KeyPair;

    struct Signer(KeyPair);

    impl Signer {
        fn new() -> Self {
            Self(KeyPair::generate_unencrypted_keypair().expect("a pair of keys"))
        }

        fn sign(&self, manifest: &[u8]) -> String {
            let signed = minisign::sign(None, &self.0.sk, manifest, Some("slipway"), None);
            signed.expect("a signature").into_string()
        }

        fn source(&self) -> UpdateSource {
            let address = "https://updates.example/slipway.json";
            UpdateSource::read(address, &self.0.pk.to_base64()).expect("a source")
        }

        /// What a Slipway 0.4.0 makes of it.
        fn heard(&self, manifest: &[u8]) -> Result<Heard, String> {
            let heard = judge(manifest, &self.sign(manifest), &self.source(), "0.4.0");
            heard.map_err(|fault| fault.code)
        }
    }

    fn manifest(version: &str) -> Vec<u8> {
        let text = serde_json::json!({
            "version": version,
            "notes": "Restores are quicker.",
            "page": "https://updates.example/slipway",
        });
        text.to_string().into_bytes()
    }

    #[test]
    fn a_newer_version_is_told_with_its_notes_and_where_to_get_it() {
        let signer = Signer::new();
        let Ok(Heard::Newer { update }) = signer.heard(&manifest("0.10.0")) else {
            panic!("nothing newer");
        };
        assert_eq!(update.version, "0.10.0");
        assert_eq!(update.notes, "Restores are quicker.");
        assert_eq!(update.page, "https://updates.example/slipway");
    }

    #[test]
    fn the_same_version_is_nothing_new_and_an_older_one_is_refused() {
        let signer = Signer::new();
        assert_eq!(signer.heard(&manifest("0.4.0")), Ok(Heard::Newest));
        assert_eq!(signer.heard(&manifest("0.4.0+rebuilt")), Ok(Heard::Newest));
        for older in ["0.3.9", "0.4.0-rc.1"] {
            assert_eq!(signer.heard(&manifest(older)), Err("update-older".into()));
        }
    }

    #[test]
    fn what_somebody_else_signed_or_nobody_is_refused_unread() {
        let (signer, stranger) = (Signer::new(), Signer::new());
        let said = manifest("9.9.9");
        let code = |signature: &str| {
            let judged = judge(&said, signature, &signer.source(), "0.4.0");
            judged.expect_err("refused").code
        };
        assert_eq!(code(&stranger.sign(&said)), "update-signature-wrong");
        assert_eq!(
            code(&signer.sign(&manifest("9.9.8"))),
            "update-signature-wrong"
        );
        for nothing in ["", "<html>Not found</html>", "untrusted comment: x\nAAAA"] {
            assert_eq!(code(nothing), "update-unsigned", "{nothing}");
        }
        // The signature's trusted comment is signed as well.
        let tampered = signer.sign(&said).replace("slipway", "SLIPWAY");
        assert_eq!(code(&tampered), "update-signature-wrong");
    }

    #[test]
    fn one_changed_byte_anywhere_is_noticed() {
        let signer = Signer::new();
        let said = manifest("0.5.0");
        let signature = signer.sign(&said);
        for at in 0..said.len() {
            let mut changed = said.clone();
            changed[at] ^= 1;
            let judged = judge(&changed, &signature, &signer.source(), "0.4.0");
            let code = judged.expect_err("refused").code;
            assert_eq!(code, "update-signature-wrong", "byte {at}");
        }
    }

    #[test]
    fn garbage_is_refused_even_when_it_is_signed() {
        let signer = Signer::new();
        let page = |page: &str| format!(r#"{{"version": "1.0.0", "page": "{page}"}}"#);
        for garbage in [
            String::new(),
            "null".into(),
            "<html></html>".into(),
            r#"{"version": "newest", "page": "https://updates.example"}"#.into(),
            r#"{"version": "1.0.0"}"#.into(),
            page("http://updates.example"),
            page("javascript:alert(1)"),
            page("file:///bin/sh"),
        ] {
            assert_eq!(
                signer.heard(garbage.as_bytes()),
                Err("update-unreadable".into()),
                "{garbage}"
            );
        }
    }
}
