//! Fetching a manifest and its signature.

use super::{Heard, UpdateSource, fault, judge};
use crate::clock::Clock;
use crate::fault::{Fault, NextStep};
use crate::portal::fault_of;
use reqwest::{StatusCode, Url};
use std::time::Duration;

/// Far more than any manifest needs.
const MOST_MANIFEST: usize = 256 * 1024;
const MOST_SIGNATURE: usize = 4 * 1024;
const PATIENCE: Duration = Duration::from_secs(30);

/// Asks `source` whether there is something newer than `running`. No redirect is followed: the
/// address that was entered is the one that is asked (promise 36).
///
/// Faults: those of [`judge`], `update-not-there`, `update-redirected`, `update-too-large`,
/// `update-unreachable`, `tls-untrusted`, `tls-other` and those of a proxy.
pub async fn ask(
    http: &reqwest::Client,
    source: &UpdateSource,
    running: &str,
    clock: &dyn Clock,
) -> Result<Heard, Fault> {
    let host = host_of(source);
    let both = async {
        let manifest = fetch(http, &source.address, &host, MOST_MANIFEST).await?;
        let beside = format!("{}.minisig", source.address);
        let signature = match fetch(http, &beside, &host, MOST_SIGNATURE).await {
            Err(fault) if fault.code == "update-not-there" => {
                return Err(super::fault("update-unsigned").with("host", &host));
            }
            fetched => fetched?,
        };
        Ok((manifest, signature))
    };
    let (manifest, signature) = tokio::select! {
        both = both => both?,
        () = clock.wait(PATIENCE) => {
            return Err(not_reached(&host).detail("no answer in 30 seconds"));
        }
    };
    let signature = String::from_utf8_lossy(&signature);
    judge(&manifest, &signature, source, running).map_err(|fault| fault.with("host", host))
}

async fn fetch(
    http: &reqwest::Client,
    address: &str,
    host: &str,
    most: usize,
) -> Result<Vec<u8>, Fault> {
    let broken = |error: reqwest::Error| {
        let (fault, _) = fault_of(&error, host);
        match fault.code.as_str() {
            "portal-unreachable" | "connection-broken" => Fault {
                code: "update-unreachable".to_owned(),
                ..fault
            },
            _ => fault,
        }
    };
    let mut answer = http.get(address).send().await.map_err(broken)?;
    let status = answer.status();
    match status {
        StatusCode::OK => {}
        StatusCode::NOT_FOUND | StatusCode::GONE => {
            return Err(fault("update-not-there").with("host", host).detail(status));
        }
        _ if status.is_redirection() => {
            return Err(fault("update-redirected").with("host", host).detail(status));
        }
        _ => return Err(not_reached(host).detail(status)),
    }
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(broken)? {
        body.extend_from_slice(&chunk);
        if body.len() > most {
            return Err(fault("update-too-large").with("host", host));
        }
    }
    Ok(body)
}

fn not_reached(host: &str) -> Fault {
    Fault {
        action: NextStep::CheckNetwork,
        ..fault("update-unreachable").with("host", host)
    }
}

fn host_of(source: &UpdateSource) -> String {
    let url = Url::parse(&source.address).ok();
    let host = url.as_ref().and_then(Url::host_str);
    host.unwrap_or_default().to_owned()
}
