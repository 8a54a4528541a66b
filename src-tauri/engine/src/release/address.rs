//! Which address of a site is looked at.

use crate::project::SiteExpectation;
use reqwest::Url;

/// The path asked for at the site, or the full address entered in its place.
pub(super) fn to_look_at(site: &str, expectation: &SiteExpectation) -> Option<Url> {
    let site = Url::parse(site).ok()?;
    let path = expectation.path.trim();
    let url = if path.is_empty() {
        site
    } else {
        site.join(path).ok()?
    };
    is_web(&url).then_some(url)
}

/// Where a redirect may be followed to: the same host, and never from `https` back to `http`
/// (promise 36). `Err` is the host it points to instead.
pub(super) fn next_hop(from: &Url, location: &str) -> Result<Url, String> {
    let to = from.join(location).map_err(|_| location.to_owned())?;
    let same_host = to.host_str() == from.host_str();
    let same_scheme =
        to.scheme() == from.scheme() && to.port_or_known_default() == from.port_or_known_default();
    let upgrade = from.scheme() == "http" && to.scheme() == "https";
    if same_host && (same_scheme || upgrade) {
        return Ok(to);
    }
    Err(to.origin().ascii_serialization())
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(site: &str, path: &str) -> Option<String> {
        let expectation = SiteExpectation {
            path: path.into(),
            ..SiteExpectation::default()
        };
        to_look_at(site, &expectation).map(String::from)
    }

    #[test]
    fn a_path_is_asked_for_at_the_site_and_a_full_address_stands_for_itself() {
        assert_eq!(
            asked("https://shop.example", ""),
            Some("https://shop.example/".into())
        );
        assert_eq!(
            asked("https://shop.example", "/status?full=1"),
            Some("https://shop.example/status?full=1".into())
        );
        assert_eq!(
            asked("https://shop.example", "status"),
            Some("https://shop.example/status".into())
        );
        assert_eq!(
            asked("https://shop.example", "https://www.shop.example/up"),
            Some("https://www.shop.example/up".into())
        );
    }

    #[test]
    fn only_the_web_is_looked_at() {
        assert_eq!(asked("https://shop.example", "file:///etc/passwd"), None);
        assert_eq!(asked("shop", "/"), None);
    }

    #[test]
    fn promise_36_a_redirect_is_followed_on_the_same_host_only() {
        let from = Url::parse("https://shop.example/a").expect("an address");
        let hop = |location| next_hop(&from, location).map(String::from);
        assert_eq!(hop("/en"), Ok("https://shop.example/en".into()));
        assert_eq!(
            hop("https://login.example/?from=shop"),
            Err("https://login.example".into())
        );
        assert_eq!(
            hop("http://shop.example/a"),
            Err("http://shop.example".into())
        );
        assert_eq!(
            hop("https://shop.example:8443/"),
            Err("https://shop.example:8443".into())
        );
    }

    #[test]
    fn an_unencrypted_site_may_send_on_to_its_encrypted_self() {
        let from = Url::parse("http://shop.example/").expect("an address");
        assert_eq!(
            next_hop(&from, "https://shop.example/").map(String::from),
            Ok("https://shop.example/".into())
        );
    }
}
