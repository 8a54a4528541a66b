//! Which proxy a connection goes through.

use crate::fault::{Fault, NextStep, Retry};
use crate::project::is_loopback;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use reqwest::{Proxy, Url};

/// The proxy given, else the system's (environment variables, then the settings of Windows or
/// macOS). What stays on this computer goes through none, as in a browser: a proxy elsewhere could
/// not reach it, and the practice world would be cut off.
pub(super) fn choose(given: Option<&str>) -> Result<Proxy, Fault> {
    match given {
        Some(text) => {
            let proxy = read_proxy(text)?;
            Ok(Proxy::custom(move |url| {
                (!is_loopback(url)).then(|| proxy.clone())
            }))
        }
        None => {
            let system = Matcher::from_system();
            Ok(Proxy::custom(move |url| of_system(&system, url)))
        }
    }
}

fn of_system(system: &Matcher, url: &Url) -> Option<Url> {
    if is_loopback(url) {
        return None;
    }
    with_credentials(&system.intercept(&url.as_str().parse().ok()?)?)
}

/// Variables that name a proxy for encrypted addresses, in the order they are looked at.
pub(crate) const PROXY_VARIABLES: [&str; 4] =
    ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// The proxy the system has for an address, without user and password; none where the address is
/// reached directly.
pub(crate) fn system_proxy(url: &Url) -> Option<String> {
    let mut proxy = of_system(&Matcher::from_system(), url)?;
    // These only refuse addresses that have no host.
    let _ = proxy.set_username("");
    let _ = proxy.set_password(None);
    Some(String::from(proxy).trim_end_matches('/').to_owned())
}

/// The proxy's address with the user and password the system knows for it.
fn with_credentials(intercept: &Intercept) -> Option<Url> {
    let mut url = Url::parse(&intercept.uri().to_string()).ok()?;
    if let Some((user, password)) = credentials(intercept) {
        url.set_username(&user).ok()?;
        url.set_password(Some(&password)).ok()?;
    }
    Some(url)
}

fn credentials(intercept: &Intercept) -> Option<(String, String)> {
    if let Some((user, password)) = intercept.raw_auth() {
        return Some((user.to_owned(), password.to_owned()));
    }
    let encoded = intercept
        .basic_auth()?
        .to_str()
        .ok()?
        .strip_prefix("Basic ")?;
    let plain = String::from_utf8(BASE64_STANDARD.decode(encoded).ok()?).ok()?;
    let (user, password) = plain.split_once(':')?;
    Some((user.to_owned(), password.to_owned()))
}

/// Reads a proxy's address: `host:port`, or with a scheme, a user and a password.
///
/// Faults: `proxy-address-invalid`.
pub(crate) fn read_proxy(text: &str) -> Result<Url, Fault> {
    let text = text.trim();
    let text = if text.contains("://") {
        text.to_owned()
    } else {
        format!("http://{text}")
    };
    let known = |url: &Url| {
        matches!(
            url.scheme(),
            "http" | "https" | "socks4" | "socks4a" | "socks5" | "socks5h"
        )
    };
    Url::parse(&text)
        .ok()
        .filter(|url| known(url) && url.host_str().is_some_and(|host| !host.is_empty()))
        .ok_or_else(|| Fault::new("proxy-address-invalid", Retry::ByUser, NextStep::None))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).expect("an address")
    }

    fn of(system: &Matcher, target: &str) -> Option<String> {
        of_system(system, &url(target)).map(String::from)
    }

    #[test]
    fn the_system_proxy_is_used_with_its_password_and_its_exceptions() {
        let system = Matcher::builder()
            .all("http://petra:s%40fe@proxy.example.com:8080")
            .no("intern.example.com")
            .build();
        assert_eq!(
            of(&system, "https://xperience-portal.com").as_deref(),
            Some("http://petra:s%40fe@proxy.example.com:8080/")
        );
        assert_eq!(of(&system, "https://intern.example.com"), None);
        let socks = Matcher::builder()
            .all("socks5h://petra:safe@127.0.0.1:1080")
            .build();
        assert_eq!(
            of(&socks, "https://xperience-portal.com").as_deref(),
            Some("socks5h://petra:safe@127.0.0.1:1080/")
        );
    }

    #[test]
    fn this_computer_is_reached_without_a_proxy() {
        let system = Matcher::builder()
            .all("http://proxy.example.com:8080")
            .build();
        for target in [
            "http://127.0.0.1:4711",
            "http://localhost:4711",
            "http://[::1]:4711",
            "https://127.8.9.1",
        ] {
            assert_eq!(of(&system, target), None, "{target}");
        }
        assert!(of(&system, "http://127.0.0.1.example.com").is_some());
    }
}
