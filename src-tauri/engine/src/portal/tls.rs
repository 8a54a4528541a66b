//! Whom Slipway believes: the operating system's certificate authorities, and nobody else
//! (promise 37).

use super::http::not_ready;
use super::issuer::issuer_of;
use crate::fault::Fault;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, OtherError, SignatureScheme,
};
use rustls_platform_verifier::Verifier;
use std::sync::Arc;

/// TLS as every connection uses it. Faults: `network-not-ready`.
pub(super) fn config() -> Result<ClientConfig, Fault> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    // Without the system's authorities nothing encrypted is reached, but the app still starts and
    // the practice world works.
    let system = Verifier::new(provider.clone()).map_err(|cause| cause.to_string());
    let mut config = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(not_ready)?
        .dangerous() // Only stricter here: the system's own verdict, with the issuer's name added.
        .with_custom_certificate_verifier(Arc::new(SystemTrust { system, provider }))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// Why a certificate was refused, and by whom it was issued.
pub(super) struct Refused {
    pub cause: CertificateError,
    pub issuer: Option<String>,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}, issued by {}",
            self.cause,
            self.issuer.as_deref().unwrap_or("nobody named")
        )
    }
}

/// In words as well: that is how `rustls` prints a cause that is not its own.
impl std::fmt::Debug for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Refused {}

/// The system's verdict; a refusal also says who issued the certificate, so that somebody behind a
/// company's proxy learns whose certificate it is.
#[derive(Debug)]
struct SystemTrust {
    /// Or why the system's authorities could not be read.
    system: Result<Verifier, String>,
    provider: Arc<CryptoProvider>,
}

impl SystemTrust {
    fn system(&self) -> Result<&Verifier, Error> {
        self.system
            .as_ref()
            .map_err(|why| Error::General(why.clone()))
    }
}

impl ServerCertVerifier for SystemTrust {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        self.system()?
            .verify_server_cert(certificate, intermediates, server, ocsp, now)
            .map_err(|error| match error {
                Error::InvalidCertificate(cause) => {
                    let refused = Refused {
                        cause,
                        issuer: issuer_of(certificate),
                    };
                    Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(
                        refused,
                    ))))
                }
                other => other,
            })
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.system()?
            .verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.system()?
            .verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}
