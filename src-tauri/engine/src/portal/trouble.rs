//! Why no answer came: name, proxy, TLS or the connection itself.

use super::said::readable;
use super::tls::Refused;
use crate::fault::{Fault, NextStep, Retry};
use rustls::CertificateError;
use rustls::pki_types::InvalidDnsNameError;
use std::error::Error;
use std::io;

/// How far a request got that has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Not off this computer: no network, no name service, or a proxy in between that does not do
    /// its part. It says nothing about the site.
    NotOut,
    /// The site did not take the connection or broke it.
    NoAnswer,
    /// Somebody is there, but not with a certificate that is trusted.
    NotTrusted,
}

/// What kept a request from an answer, as far as somebody who looks at a site tells it apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Hindrance {
    /// No network, or a proxy in between that does not do its part.
    NoNetwork,
    /// The name leads nowhere.
    NoName,
    /// The certificate ran out.
    Expired,
    /// The certificate is not trusted, or of another name.
    NotTrusted { issuer: Option<String> },
    /// The site did not take the connection or broke it.
    NoAnswer,
}

/// What stood in the way.
enum Trouble {
    Untrusted {
        issuer: Option<String>,
    },
    Expired,
    /// With a certificate of another name, or without a common language.
    OtherTls {
        issuer: Option<String>,
    },
    ProxyPassword,
    ProxyRefused,
    ProxyUnreachable,
    NoName,
    NoNetwork,
    NotConnected,
    Broken,
}

/// A fault the user can do something about.
pub(super) fn fault(code: &str, action: NextStep) -> Fault {
    Fault::new(code, Retry::ByUser, action)
}

/// The fault of a request that ended without an answer, and whether trying again may help.
pub(crate) fn fault_of(error: &reqwest::Error, host: &str) -> (Fault, bool) {
    let (code, transient) = match trouble(error) {
        Trouble::Untrusted { issuer } => {
            let issuer = issuer.unwrap_or_else(|| host.to_owned());
            return (
                network_fault("tls-untrusted", host, error).with("issuer", issuer),
                false,
            );
        }
        Trouble::Expired | Trouble::OtherTls { .. } => ("tls-other", false),
        Trouble::ProxyPassword => ("proxy-asks-for-password", false),
        Trouble::ProxyRefused => ("proxy-refused", true),
        Trouble::ProxyUnreachable => ("proxy-unreachable", true),
        Trouble::NoName | Trouble::NoNetwork | Trouble::NotConnected => {
            ("portal-unreachable", true)
        }
        Trouble::Broken => ("connection-broken", true),
    };
    (network_fault(code, host, error), transient)
}

/// How far a request got that ended without an answer.
pub(crate) fn reach_of(error: &reqwest::Error) -> Reach {
    match trouble(error) {
        Trouble::Untrusted { .. } | Trouble::Expired | Trouble::OtherTls { .. } => {
            Reach::NotTrusted
        }
        Trouble::NotConnected | Trouble::Broken => Reach::NoAnswer,
        _ => Reach::NotOut,
    }
}

/// What kept a request that ended without an answer from one.
pub(crate) fn hindrance_of(error: &reqwest::Error) -> Hindrance {
    match trouble(error) {
        Trouble::Untrusted { issuer } | Trouble::OtherTls { issuer } => {
            Hindrance::NotTrusted { issuer }
        }
        Trouble::Expired => Hindrance::Expired,
        Trouble::NoName => Hindrance::NoName,
        Trouble::NotConnected | Trouble::Broken => Hindrance::NoAnswer,
        Trouble::NoNetwork
        | Trouble::ProxyPassword
        | Trouble::ProxyRefused
        | Trouble::ProxyUnreachable => Hindrance::NoNetwork,
    }
}

/// All causes in one line, without the address (it may hold what is nobody's business).
pub(crate) fn in_words(error: &reqwest::Error) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut cause: Option<&(dyn Error + 'static)> = error.source();
    while let Some(this) = cause {
        let text = this.to_string();
        if words.last() != Some(&text) {
            words.push(text);
        }
        cause = next_cause(this);
    }
    if words.is_empty() {
        words.push("the connection ended".to_owned());
    }
    readable(words.join(": ").as_bytes())
}

fn network_fault(code: &str, host: &str, error: &reqwest::Error) -> Fault {
    fault(code, NextStep::CheckNetwork)
        .with("host", host)
        .detail(in_words(error))
}

fn trouble(error: &reqwest::Error) -> Trouble {
    if !error.is_connect() {
        return Trouble::Broken;
    }
    let mut found = Trouble::NotConnected;
    let mut cause = error.source();
    while let Some(this) = cause {
        if let Some(tls) = this.downcast_ref::<rustls::Error>() {
            return tls_trouble(tls);
        }
        if matches!(found, Trouble::NotConnected) {
            found = connect_trouble(this);
        }
        cause = next_cause(this);
    }
    found
}

fn tls_trouble(error: &rustls::Error) -> Trouble {
    let rustls::Error::InvalidCertificate(CertificateError::Other(other)) = error else {
        return Trouble::OtherTls { issuer: None };
    };
    match other.0.downcast_ref::<Refused>() {
        Some(Refused {
            cause: CertificateError::UnknownIssuer | CertificateError::BadSignature,
            issuer,
        }) => Trouble::Untrusted {
            issuer: issuer.clone(),
        },
        Some(Refused {
            cause: CertificateError::Expired | CertificateError::ExpiredContext { .. },
            ..
        }) => Trouble::Expired,
        refused => Trouble::OtherTls {
            issuer: refused.and_then(|refused| refused.issuer.clone()),
        },
    }
}

/// One link of the chain. The connector's own types are not public, so they are known by their
/// words; `tests/wire` holds them to that.
fn connect_trouble(cause: &(dyn Error + 'static)) -> Trouble {
    let text = cause.to_string();
    if let Some(of_tunnel) = text.strip_prefix("tunnel error: ") {
        return match of_tunnel {
            "proxy authorization required" => Trouble::ProxyPassword,
            "unsuccessful" => Trouble::ProxyRefused,
            _ => Trouble::ProxyUnreachable,
        };
    }
    if let Some(of_socks) = text.strip_prefix("SOCKS error: ") {
        return match of_socks {
            "credentials not accepted" | "server does not support user/pass authentication" => {
                Trouble::ProxyPassword
            }
            _ => Trouble::ProxyUnreachable,
        };
    }
    if text == "dns error" || cause.is::<InvalidDnsNameError>() {
        return Trouble::NoName;
    }
    match cause.downcast_ref::<io::Error>().map(io::Error::kind) {
        Some(
            io::ErrorKind::NetworkUnreachable
            | io::ErrorKind::NetworkDown
            | io::ErrorKind::AddrNotAvailable,
        ) => Trouble::NoNetwork,
        _ => Trouble::NotConnected,
    }
}

/// The cause of a cause. An I/O error that carries another error skips it in `source`.
fn next_cause<'e>(cause: &'e (dyn Error + 'static)) -> Option<&'e (dyn Error + 'static)> {
    match cause
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref)
    {
        Some(inner) => Some(inner),
        None => cause.source(),
    }
}
