//! The signature of a service SAS: what is signed, with what, and how it reads in an address. Both
//! making a link and checking one come through here.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The parameters of a service SAS as they are signed: decoded, empty where absent.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Fields {
    /// `sp`
    pub permissions: String,
    /// `st`
    pub starts: String,
    /// `se`
    pub expires: String,
    /// `si`: a stored access policy of the container.
    pub policy: String,
    /// `sip`
    pub addresses: String,
    /// `spr`
    pub protocols: String,
    /// `sv`
    pub version: String,
    /// `sr`
    pub resource: String,
    /// `ses`
    pub encryption_scope: String,
    /// `rscc`, `rscd`, `rsce`, `rscl`, `rsct`
    pub answer_headers: [String; 5],
}

const ANSWER_HEADERS: [&str; 5] = ["rscc", "rscd", "rsce", "rscl", "rsct"];

impl Fields {
    /// Reads them from a query, given as its decoded pairs.
    pub fn read(query: &[(String, String)]) -> Self {
        let text = |name: &str| value(query, name).unwrap_or_default().to_owned();
        Self {
            permissions: text("sp"),
            starts: text("st"),
            expires: text("se"),
            policy: text("si"),
            addresses: text("sip"),
            protocols: text("spr"),
            version: text("sv"),
            resource: text("sr"),
            encryption_scope: text("ses"),
            answer_headers: ANSWER_HEADERS.map(text),
        }
    }

    /// What is signed for `resource`, an address like `/blob/account/container`. The layout depends
    /// on the version; none for versions before 2015-04-05, which this storage does not speak.
    pub fn string_to_sign(&self, resource: &str) -> Option<String> {
        let version = self.version.as_str();
        if version < "2015-04-05" {
            return None;
        }
        let mut lines = vec![
            self.permissions.as_str(),
            &self.starts,
            &self.expires,
            resource,
            &self.policy,
            &self.addresses,
            &self.protocols,
            version,
        ];
        if version >= "2018-11-09" {
            // The resource, and the time of a snapshot, which no container has.
            lines.extend([self.resource.as_str(), ""]);
        }
        if version >= "2020-12-06" {
            lines.push(&self.encryption_scope);
        }
        lines.extend(self.answer_headers.iter().map(String::as_str));
        Some(lines.join("\n"))
    }

    /// The query that carries them, `sig` last.
    pub fn to_query(&self, signature: &str) -> String {
        let mut query = Vec::new();
        let mut add = |name: &str, value: &str| {
            if !value.is_empty() {
                query.push(format!("{name}={}", encode(value)));
            }
        };
        add("sv", &self.version);
        add("si", &self.policy);
        add("st", &self.starts);
        add("se", &self.expires);
        add("sr", &self.resource);
        add("sp", &self.permissions);
        add("sip", &self.addresses);
        add("spr", &self.protocols);
        add("ses", &self.encryption_scope);
        for (name, value) in ANSWER_HEADERS.iter().zip(&self.answer_headers) {
            add(name, value);
        }
        add("sig", signature);
        query.join("&")
    }
}

/// The first value of a parameter.
pub(super) fn value<'a>(query: &'a [(String, String)], name: &str) -> Option<&'a str> {
    query
        .iter()
        .find(|(known, _)| known == name)
        .map(|(_, value)| value.as_str())
}

/// The address of a container, or of a blob in it, as it is signed.
pub(super) fn canonical(account: &str, container: &str, blob: Option<&str>) -> String {
    match blob {
        Some(blob) => format!("/blob/{account}/{container}/{blob}"),
        None => format!("/blob/{account}/{container}"),
    }
}

/// HMAC-SHA256 over the text, in base64.
pub(super) fn sign(key: &[u8], text: &str) -> String {
    STANDARD.encode(hmac(key, text).finalize().into_bytes())
}

/// Whether `signature` is the one of the text; takes the same time whatever differs.
pub(super) fn is_signature(key: &[u8], text: &str, signature: &str) -> bool {
    STANDARD
        .decode(signature)
        .is_ok_and(|given| hmac(key, text).verify_slice(&given).is_ok())
}

fn hmac(key: &[u8], text: &str) -> Hmac<Sha256> {
    let mut hmac = Hmac::<Sha256>::new_from_slice(key).expect("a key may have any length");
    hmac.update(text.as_bytes());
    hmac
}

fn encode(value: &str) -> String {
    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
    const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'_')
        .remove(b'.')
        .remove(b'~');
    utf8_percent_encode(value, ESCAPED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(version: &str) -> Fields {
        Fields {
            permissions: "rwl".into(),
            starts: "2026-01-01T00:00:00Z".into(),
            expires: "2026-01-08T00:00:00Z".into(),
            addresses: "10.0.0.1-10.0.0.9".into(),
            protocols: "https,http".into(),
            version: version.into(),
            resource: "c".into(),
            ..Fields::default()
        }
    }

    #[test]
    fn the_layout_is_the_one_of_the_version() {
        let resource = canonical("account", "box", None);
        let text = |version| fields(version).string_to_sign(&resource);
        let start = "rwl\n2026-01-01T00:00:00Z\n2026-01-08T00:00:00Z\n/blob/account/box\n\n10.0.0.1-10.0.0.9\nhttps,http\n";
        assert_eq!(
            text("2021-12-02").unwrap(),
            format!("{start}2021-12-02\nc\n\n\n\n\n\n\n")
        );
        assert_eq!(
            text("2020-12-06").unwrap(),
            format!("{start}2020-12-06\nc\n\n\n\n\n\n\n")
        );
        assert_eq!(
            text("2020-10-02").unwrap(),
            format!("{start}2020-10-02\nc\n\n\n\n\n\n")
        );
        assert_eq!(
            text("2017-11-09").unwrap(),
            format!("{start}2017-11-09\n\n\n\n\n")
        );
        assert_eq!(text("2014-02-14"), None);
    }

    #[test]
    fn what_a_query_carries_reads_back_the_same() {
        let query = fields("2021-12-02").to_query("a+b/c=");
        assert!(query.ends_with("&sig=a%2Bb%2Fc%3D"), "{query}");
        let pairs = super::super::asked::pairs(Some(&query));
        assert!(Fields::read(&pairs) == fields("2021-12-02"));
        assert_eq!(value(&pairs, "sig"), Some("a+b/c="));
    }

    #[test]
    fn only_its_own_signature_is_one() {
        let signature = sign(b"key", "text");
        assert!(is_signature(b"key", "text", &signature));
        assert!(!is_signature(b"other", "text", &signature));
        assert!(!is_signature(b"key", "Text", &signature));
        assert!(!is_signature(b"key", "text", "no base64"));
        assert!(!is_signature(b"key", "text", ""));
    }
}
