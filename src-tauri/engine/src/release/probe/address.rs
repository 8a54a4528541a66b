//! Where a probe looks: on the environment's own host, or at a host the user entered whole
//! (promise 36).

use super::{Expect, Probe};
use crate::project::{is_loopback, is_safe};
use reqwest::Url;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Why an address cannot be a probe's. The catalog has `problem.<code>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    Unreadable,
    /// A path needs a site it is on.
    NoSite,
    /// A path that leads to another host.
    LeadsAway,
    /// A password in an address would be kept with it.
    HoldsPassword,
    /// Somewhere inside a network, and not the environment's own site.
    Private,
    /// Plain `http://` to another computer.
    NotSecure,
}

impl Refused {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "probe-address-unreadable",
            Self::NoSite => "probe-needs-site",
            Self::LeadsAway => "probe-leads-away",
            Self::HoldsPassword => "probe-address-holds-password",
            Self::Private => "probe-address-private",
            Self::NotSecure => "address-not-secure",
        }
    }
}

/// The address asked for, see [`plain_is_fine`].
pub(super) fn to_ask(
    address: &str,
    site: Option<&str>,
    plain_is_fine: bool,
) -> Result<Url, Refused> {
    let address = address.trim();
    let site = site.and_then(|site| Url::parse(site).ok());
    let url = if address.contains("://") && !address.starts_with('/') {
        Url::parse(address).map_err(|_| Refused::Unreadable)?
    } else {
        let site = site.as_ref().ok_or(Refused::NoSite)?;
        let url = site.join(address).map_err(|_| Refused::Unreadable)?;
        if url.origin() != site.origin() {
            return Err(Refused::LeadsAway);
        }
        url
    };
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(Refused::Unreadable);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Refused::HoldsPassword);
    }
    let own = site.is_some_and(|site| site.host_str() == url.host_str());
    if !own && is_private(&url) {
        return Err(Refused::Private);
    }
    if !is_safe(&url) && !plain_is_fine {
        return Err(Refused::NotSecure);
    }
    Ok(url)
}

/// The origin a probe looks at; none for an address that cannot be one.
pub fn origin_of(probe: &Probe, site: Option<&str>) -> Option<String> {
    let url = to_ask(&probe.address, site, plain_is_fine(probe)).ok()?;
    Some(url.origin().ascii_serialization())
}

/// The point of a probe may be that an unencrypted address sends on to the encrypted one.
pub(super) fn plain_is_fine(probe: &Probe) -> bool {
    probe.user.is_none() && matches!(probe.expect, Expect::Redirect { .. })
}

/// Whether an address is written as one that only means something inside a network.
fn is_private(url: &Url) -> bool {
    if is_loopback(url) {
        return true;
    }
    let host = url.host_str().unwrap_or_default();
    match host.trim_matches(['[', ']']).parse::<IpAddr>() {
        Ok(IpAddr::V4(ip)) => is_private_v4(ip),
        Ok(IpAddr::V6(ip)) => match ip.to_ipv4_mapped() {
            Some(ip) => is_private_v4(ip),
            None => is_private_v6(ip),
        },
        Err(_) => [".local", ".internal", ".lan", ".home.arpa"]
            .iter()
            .any(|end| host.trim_end_matches('.').ends_with(end)),
    }
}

fn is_private_v4(ip: Ipv4Addr) -> bool {
    let [a, b, ..] = ip.octets();
    let shared = a == 100 && (64..128).contains(&b);
    ip.is_private() || ip.is_loopback() || ip.is_link_local() || a == 0 || shared
}

fn is_private_v6(ip: Ipv6Addr) -> bool {
    ip.is_loopback() || ip.is_unspecified() || ip.is_unique_local() || ip.is_unicast_link_local()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: Option<&str> = Some("https://shop.example");

    fn asked(address: &str) -> Result<String, Refused> {
        to_ask(address, SITE, false).map(String::from)
    }

    #[test]
    fn a_path_is_on_the_environments_own_site() {
        assert_eq!(asked("/en?x=1"), Ok("https://shop.example/en?x=1".into()));
        assert_eq!(asked("en"), Ok("https://shop.example/en".into()));
        assert_eq!(to_ask("/en", None, false), Err(Refused::NoSite));
    }

    #[test]
    fn promise_36_a_path_that_leads_to_another_host_is_refused() {
        for address in ["//evil.example/", "/\\evil.example/", "\\\\evil.example"] {
            assert_eq!(asked(address), Err(Refused::LeadsAway), "{address}");
        }
    }

    #[test]
    fn a_whole_address_names_a_host_of_the_users_choice() {
        assert_eq!(
            asked("https://status.example/up"),
            Ok("https://status.example/up".into())
        );
        assert_eq!(asked("ftp://shop.example/"), Err(Refused::Unreadable));
        assert_eq!(asked("https://"), Err(Refused::Unreadable));
        assert_eq!(
            asked("https://tom:secret@shop.example/"),
            Err(Refused::HoldsPassword)
        );
    }

    #[test]
    fn an_address_inside_a_network_is_refused_unless_the_site_itself_is_there() {
        for host in [
            "127.0.0.1:8080",
            "localhost",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "[::1]",
            "[fd00::1]",
            "[fe80::1]",
            "[::ffff:10.0.0.1]",
            "router.local",
            // As browsers read them: 127.0.0.1.
            "2130706433",
            "0x7f.1",
        ] {
            let address = format!("https://{host}/");
            assert_eq!(asked(&address), Err(Refused::Private), "{host}");
        }
        let own = to_ask(
            "http://127.0.0.1:9/status",
            Some("http://127.0.0.1:9"),
            false,
        );
        assert!(own.is_ok());
        assert!(asked("https://8.8.8.8/").is_ok());
    }

    #[test]
    fn an_unencrypted_address_is_asked_only_for_where_it_sends_on() {
        assert_eq!(asked("http://shop.example/"), Err(Refused::NotSecure));
        assert!(to_ask("http://shop.example/", SITE, true).is_ok());
    }
}
