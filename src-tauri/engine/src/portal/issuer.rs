//! Who issued a certificate, in words.

use webpki::EndEntityCert;

const COMMON_NAME: [u8; 3] = [0x55, 0x04, 0x03];
const ORGANISATION: [u8; 3] = [0x55, 0x04, 0x0a];

/// The issuer as its certificate authority writes itself: `Contoso Proxy CA (Contoso)`. None if
/// the certificate cannot be read or names nobody.
pub(crate) fn issuer_of(certificate: &rustls::pki_types::CertificateDer<'_>) -> Option<String> {
    let certificate = EndEntityCert::try_from(certificate).ok()?;
    let parts = parts_of_name(certificate.issuer());
    let find = |wanted: [u8; 3]| {
        parts
            .iter()
            .find(|(kind, _)| kind == &wanted)
            .map(|(_, text)| text.clone())
    };
    match (find(COMMON_NAME), find(ORGANISATION)) {
        (Some(name), Some(organisation)) if name != organisation => {
            Some(format!("{name} ({organisation})"))
        }
        (Some(one), _) | (None, Some(one)) => Some(one),
        (None, None) => None,
    }
}

/// A distinguished name (RFC 5280, 4.1.2.4) as pairs of object identifier and text. The outermost
/// `SEQUENCE` is already taken off.
fn parts_of_name(mut name: &[u8]) -> Vec<(Vec<u8>, String)> {
    const SET: u8 = 0x31;
    const SEQUENCE: u8 = 0x30;
    const OBJECT_IDENTIFIER: u8 = 0x06;
    let mut parts = Vec::new();
    while let Some((SET, mut set, rest)) = value(name) {
        name = rest;
        while let Some((SEQUENCE, pair, rest)) = value(set) {
            set = rest;
            if let Some((OBJECT_IDENTIFIER, kind, rest)) = value(pair)
                && let Some((encoding, bytes, _)) = value(rest)
                && let Some(text) = text(encoding, bytes)
            {
                parts.push((kind.to_vec(), text));
            }
        }
    }
    parts
}

fn text(encoding: u8, bytes: &[u8]) -> Option<String> {
    const BMP_STRING: u8 = 0x1e;
    let text = if encoding == BMP_STRING {
        let units: Vec<u16> = bytes
            .chunks_exact(2)
            .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
            .collect();
        String::from_utf16_lossy(&units)
    } else {
        String::from_utf8_lossy(bytes).into_owned()
    };
    let text: String = text.chars().filter(|c| !c.is_control()).take(120).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The first value of DER text: its tag, its bytes and what follows it.
fn value(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = der.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        0x81..=0x83 => {
            let (bytes, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            (
                bytes
                    .iter()
                    .fold(0, |length, byte| length << 8 | usize::from(*byte)),
                rest,
            )
        }
        _ => return None,
    };
    let (value, rest) = rest.split_at_checked(length)?;
    Some((tag, value, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};

    fn issued_by(name: &[(DnType, &str)]) -> rustls::pki_types::CertificateDer<'static> {
        let mut authority = CertificateParams::default();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        authority.distinguished_name = rcgen::DistinguishedName::new();
        for (kind, text) in name {
            authority.distinguished_name.push(kind.clone(), *text);
        }
        let issuer = Issuer::new(authority, KeyPair::generate().expect("a key"));
        let leaf = CertificateParams::new(vec!["localhost".to_owned()]).expect("a name");
        leaf.signed_by(&KeyPair::generate().expect("a key"), &issuer)
            .expect("a certificate")
            .der()
            .clone()
    }

    #[test]
    fn the_issuer_is_named_with_its_organisation() {
        let certificate = issued_by(&[
            (DnType::OrganizationName, "Contoso"),
            (DnType::CommonName, "Contoso Proxy CA"),
        ]);
        assert_eq!(
            issuer_of(&certificate).as_deref(),
            Some("Contoso Proxy CA (Contoso)")
        );
    }

    #[test]
    fn an_issuer_with_one_name_is_named_by_it() {
        assert_eq!(
            issuer_of(&issued_by(&[(DnType::CommonName, "Brückenwächter")])).as_deref(),
            Some("Brückenwächter")
        );
        assert_eq!(
            issuer_of(&issued_by(&[(DnType::OrganizationName, "Contoso")])).as_deref(),
            Some("Contoso")
        );
        assert_eq!(issuer_of(&issued_by(&[(DnType::CountryName, "CZ")])), None);
    }

    #[test]
    fn what_is_no_certificate_names_nobody() {
        assert_eq!(issuer_of(&b"no certificate".to_vec().into()), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = parts_of_name(&bytes);
        }
    }
}
