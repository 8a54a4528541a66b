//! How every connection of Slipway is made.

use super::{proxy, tls};
use crate::fault::{Fault, NextStep, Retry};
use std::time::Duration;

/// Until a connection stands, with name, proxy and TLS.
const CONNECT_LIMIT: Duration = Duration::from_secs(20);
/// As many looks as usually begin at once.
const LOOKS_IDLE: usize = 10;
const LOOKS_KEPT: Duration = Duration::from_secs(3);

/// A client that trusts what the operating system trusts (promise 37: nothing switches that off),
/// goes through the system's proxy or the one given (`host:port`, or an address with a scheme), and
/// follows no redirect by itself (promise 36).
///
/// Every request has a connection of its own: a package must never be sent twice because an idle
/// connection turned out to be dead, and a look at a site measures the whole way there.
///
/// Faults: `proxy-address-invalid`, `network-not-ready`.
pub fn client(proxy: Option<&str>) -> Result<reqwest::Client, Fault> {
    client_keeping(0, proxy)
}

/// The same, with up to `idle` connections to each host kept for the next request.
pub(crate) fn client_keeping(idle: usize, proxy: Option<&str>) -> Result<reqwest::Client, Fault> {
    keeping(idle, proxy)?.build().map_err(not_ready)
}

/// The same for looks at a site, one after the other within seconds: connections are kept no longer
/// than a browser would wait between two pages of one visit.
pub(crate) fn client_for_looks(proxy: Option<&str>) -> Result<reqwest::Client, Fault> {
    keeping(LOOKS_IDLE, proxy)?
        .pool_idle_timeout(LOOKS_KEPT)
        .build()
        .map_err(not_ready)
}

fn keeping(idle: usize, proxy: Option<&str>) -> Result<reqwest::ClientBuilder, Fault> {
    Ok(reqwest::Client::builder()
        .user_agent(concat!("Slipway/", env!("CARGO_PKG_VERSION")))
        .tls_backend_preconfigured(tls::config()?)
        .proxy(proxy::choose(proxy)?)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .http1_only()
        // Whose certificate a site has, and until when, is told beside its answer.
        .tls_info(true)
        .pool_max_idle_per_host(idle)
        .connect_timeout(CONNECT_LIMIT))
}

pub(super) fn not_ready(cause: impl std::fmt::Display) -> Fault {
    Fault::new("network-not-ready", Retry::ByUser, NextStep::CheckNetwork).detail(cause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_can_be_built_with_and_without_a_proxy() {
        for proxy in [
            None,
            Some("proxy.example.com:8080"),
            Some("socks5h://127.0.0.1:1080"),
        ] {
            assert!(client(proxy).is_ok(), "{proxy:?}");
        }
    }

    #[test]
    fn a_proxy_that_is_no_address_is_refused() {
        for proxy in ["", "ftp://proxy.example.com", "http://", "proxy example"] {
            assert_eq!(
                client(Some(proxy)).map(drop).map_err(|fault| fault.code),
                Err("proxy-address-invalid".into()),
                "{proxy:?}"
            );
        }
    }
}
