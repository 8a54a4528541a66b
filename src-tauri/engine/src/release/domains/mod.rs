//! What a domain leads to: its addresses, its certificate, and who answers.
//!
//! Certificates and what stands before the sites are always the platform's (facts 3.9), so nothing
//! can be mended from here; it is said what a visitor meets. Of a domain that sends emails the
//! records are looked at, as receivers do.

mod names;
mod sender;

pub use names::NameServers;
pub use sender::{RecordLook, RecordSays, RecordType};

use self::names::Names;
use self::sender::SenderFound;
use super::probe::{Expect, Look, LookBecause, Probe, SiteCertificate, look_at};
use crate::clock::Clock;
use crate::project::EnvKey;
use futures_util::future::join_all;
use reqwest::Url;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::LazyLock;
use std::time::Duration;

/// The Portal renews in time; this close to the end it did not.
const SOON: i32 = 14;
const RESOLVE_LIMIT: Duration = Duration::from_secs(5);

/// A domain somebody asks about: a name, or a whole address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DomainAsked {
    pub name: String,
    pub kind: DomainKind,
    /// Of one that sends emails: the records somebody was told to enter, one a line.
    pub records: String,
}

/// What a domain is for (facts 3.9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum DomainKind {
    /// The one an environment comes with.
    System,
    /// Of a website channel.
    Channel,
    /// Where editors sign in, at `/admin`.
    Admin,
    /// Emails are sent in its name.
    Sender,
}

/// What a domain leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DomainLook {
    pub name: String,
    pub kind: DomainKind,
    /// Addresses its name resolves to, in order.
    pub addresses: Vec<String>,
    pub certificate: Option<SiteCertificate>,
    /// None where there was nobody to ask.
    pub look: Option<Look>,
    /// Of one that sends emails.
    pub records: Vec<RecordLook>,
    /// The catalog has `release.domain.<says>`.
    pub says: DomainSays,
    pub fine: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum DomainSays {
    Fine,
    /// It sends on to another host, which is not asked.
    SendsOn,
    SignInPage,
    /// There is no page to sign in at where one is expected.
    NoSignInPage,
    NameUnreadable,
    NotResolved,
    NoNetwork,
    NoAnswer,
    OtherStatus,
    NotTrusted,
    CertificateExpired,
    CertificateEndsSoon,
    /// Everything receivers of its emails look for is there.
    SenderFine,
    SenderLacks,
    /// Name servers did not answer.
    NotTold,
}

/// Looks at domains. One that is inside a network is asked only if it is a host of `own`, the
/// addresses of the project's sites.
pub async fn look_at_domains(
    asked: &[DomainAsked],
    own: &[String],
    http: &reqwest::Client,
    servers: NameServers,
    clock: &dyn Clock,
) -> Vec<DomainLook> {
    let names = LazyLock::new(|| Names::of(servers));
    let looks = asked.iter().map(|asked| async {
        match asked.kind {
            DomainKind::Sender => look_at_sender(asked, &names).await,
            _ => look(asked, own, http, clock).await,
        }
    });
    join_all(looks).await
}

/// Nobody is asked for a page: a domain that sends emails need not have one.
async fn look_at_sender(asked: &DomainAsked, names: &Names) -> DomainLook {
    let mut found = DomainLook::of(asked);
    let Some(url) = address_of(&found.name, asked.kind) else {
        return found;
    };
    let host = url.host_str().unwrap_or_default();
    found.says = match sender::look(host, &asked.records, names).await {
        SenderFound::NoSuchName => DomainSays::NotResolved,
        SenderFound::NotTold => DomainSays::NotTold,
        SenderFound::Records(records) => {
            found.fine = records.iter().all(|record| record.fine);
            found.records = records;
            match found.fine {
                true => DomainSays::SenderFine,
                false => DomainSays::SenderLacks,
            }
        }
    };
    found
}

impl DomainLook {
    fn of(asked: &DomainAsked) -> Self {
        Self {
            name: asked.name.trim().to_owned(),
            kind: asked.kind,
            addresses: Vec::new(),
            certificate: None,
            look: None,
            records: Vec::new(),
            says: DomainSays::NameUnreadable,
            fine: false,
        }
    }
}

async fn look(
    asked: &DomainAsked,
    own: &[String],
    http: &reqwest::Client,
    clock: &dyn Clock,
) -> DomainLook {
    let mut found = DomainLook::of(asked);
    let Some(url) = address_of(&found.name, asked.kind) else {
        return found;
    };
    // Behind a proxy often the proxy alone knows names: the domain is asked all the same.
    found.addresses = resolve(&url, clock).await.unwrap_or_default();
    let same_host =
        |site: &&String| Url::parse(site).is_ok_and(|site| site.host_str() == url.host_str());
    let site = own.iter().find(same_host).map(String::as_str);
    let looked = look_at(&question(&url, asked.kind), site, None, 1, http, clock).await;
    found.certificate = looked.answered.and_then(|answered| answered.certificate);
    let days_left = found.certificate.as_ref().map(|it| it.days_left);
    found.says = says(&looked.look, asked.kind, days_left);
    found.fine = matches!(
        found.says,
        DomainSays::Fine | DomainSays::SendsOn | DomainSays::SignInPage
    );
    found.look = Some(looked.look).filter(|_| found.says != DomainSays::NotResolved);
    found
}

/// Where to look for a domain: encrypted, unless it was entered as a whole address.
fn address_of(name: &str, kind: DomainKind) -> Option<Url> {
    let text = if name.contains("://") {
        name.to_owned()
    } else {
        format!("https://{name}/")
    };
    let mut url = Url::parse(&text).ok()?;
    let host = url.host_str()?;
    if name.contains(char::is_whitespace) || !(host.contains('.') || host == "localhost") {
        return None;
    }
    let path = if kind == DomainKind::Admin {
        "/admin"
    } else {
        "/"
    };
    url.set_path(path);
    url.set_query(None);
    url.set_fragment(None);
    Some(url)
}

/// The addresses of a host; none if its name leads nowhere.
async fn resolve(url: &Url, clock: &dyn Clock) -> Option<Vec<String>> {
    let host = url.host_str()?.trim_matches(['[', ']']).to_owned();
    let port = url.port_or_known_default()?;
    let addresses = tokio::select! {
        found = tokio::net::lookup_host((host, port)) => found.ok()?,
        () = clock.wait(RESOLVE_LIMIT) => return None,
    };
    let addresses: BTreeSet<IpAddr> = addresses.map(|address| address.ip()).collect();
    let text = addresses.iter().map(IpAddr::to_string).collect::<Vec<_>>();
    (!text.is_empty()).then_some(text)
}

/// A sign-in page of the administration has a password field or is a script that makes one, so it
/// is enough that it answers.
fn question(url: &Url, kind: DomainKind) -> Probe {
    Probe {
        id: url.host_str().unwrap_or_default().to_owned(),
        env: EnvKey(String::new()),
        name: String::new(),
        address: url.to_string(),
        expect: Expect::Status { status: 200 },
        text: None,
        selector: None,
        limit_ms: super::probe::MOST_MS,
        tries: 1,
        every_s: 1,
        smoke: false,
        monitored: false,
        user: None,
        login_is_fine: kind == DomainKind::Admin,
    }
}

fn says(look: &Look, kind: DomainKind, days_left: Option<i32>) -> DomainSays {
    let is_admin = kind == DomainKind::Admin;
    match look.because {
        LookBecause::AsExpected if days_left.is_some_and(|days| days < SOON) => {
            DomainSays::CertificateEndsSoon
        }
        LookBecause::AsExpected if is_admin => DomainSays::SignInPage,
        LookBecause::AsExpected => DomainSays::Fine,
        LookBecause::RedirectedElsewhere => DomainSays::SendsOn,
        LookBecause::LoginPage => DomainSays::SignInPage,
        LookBecause::OtherStatus if is_admin => DomainSays::NoSignInPage,
        LookBecause::NotResolved => DomainSays::NotResolved,
        LookBecause::NoNetwork => DomainSays::NoNetwork,
        LookBecause::NoAnswer | LookBecause::TooSlow => DomainSays::NoAnswer,
        LookBecause::NotTrusted => DomainSays::NotTrusted,
        LookBecause::CertificateExpired => DomainSays::CertificateExpired,
        LookBecause::AddressUnreadable => DomainSays::NameUnreadable,
        LookBecause::OtherStatus
        | LookBecause::Redirected
        | LookBecause::TextMissing
        | LookBecause::SelectorMissing => DomainSays::OtherStatus,
    }
}

#[cfg(test)]
mod tests;
