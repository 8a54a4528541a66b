//! What an answer tells beside its page: headers, and the certificate of whoever gave it.

use crate::portal::issuer_of;
use crate::units::Moment;
use jiff::Timestamp;
use reqwest::header::HeaderMap;
use reqwest::tls::TlsInfo;
use serde::{Deserialize, Serialize};
use x509_parser::prelude::{FromDer, X509Certificate};

/// A site's last answer.
#[derive(Debug, Clone)]
pub struct Answered {
    pub headers: HeaderMap,
    /// None where the answer came unencrypted.
    pub certificate: Option<SiteCertificate>,
}

impl Answered {
    pub(crate) fn of(response: &reqwest::Response, now: Moment) -> Self {
        let certificate = response
            .extensions()
            .get::<TlsInfo>()
            .and_then(TlsInfo::peer_certificate)
            .and_then(|der| certificate_of(der, now));
        Self {
            headers: response.headers().clone(),
            certificate,
        }
    }
}

/// Whose word a site is believed on, and for how long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SiteCertificate {
    /// As the certificate authority writes itself; empty where it does not.
    pub issuer: String,
    pub expires: Moment,
    /// Whole days, below zero once it ran out.
    pub days_left: i32,
}

/// Reads a certificate (DER). None if it cannot be read.
fn certificate_of(der: &[u8], now: Moment) -> Option<SiteCertificate> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    let until = certificate.validity().not_after.timestamp();
    let expires = Timestamp::from_second(until).ok()?;
    let days = (until - now.0.as_second()).div_euclid(24 * 3_600);
    Some(SiteCertificate {
        issuer: issuer_of(&der.to_vec().into()).unwrap_or_default(),
        expires: Moment(expires),
        days_left: i32::try_from(days).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{CertificateParams, DnType, KeyPair};

    fn day(text: &str) -> Moment {
        Moment(text.parse().expect("a moment"))
    }

    #[test]
    fn a_certificate_says_by_whom_and_until_when() {
        let mut params = CertificateParams::new(vec!["shop.example".into()]).expect("a name");
        params.not_after = rcgen::date_time_ymd(2026, 8, 1);
        params
            .distinguished_name
            .push(DnType::CommonName, "Fabrikam CA");
        let key = KeyPair::generate().expect("a key");
        let der = params.self_signed(&key).expect("a certificate");
        let read = |now| certificate_of(der.der(), day(now)).expect("it reads");
        let fresh = read("2026-07-17T19:57:00Z");
        assert_eq!(fresh.issuer, "Fabrikam CA");
        assert_eq!(fresh.expires, day("2026-08-01T00:00:00Z"));
        assert_eq!(fresh.days_left, 14);
        assert_eq!(read("2026-08-01T00:00:01Z").days_left, -1);
    }

    #[test]
    fn what_is_no_certificate_says_nothing() {
        assert_eq!(
            certificate_of(b"no certificate", day("2026-07-17T19:57:00Z")),
            None
        );
    }
}
