//! What a pasted text holds, and which of two links is the database's. Pure.

use super::answers::{LinkView, PastedLink};
use crate::blob::sas::{self, Need, Right, SasFinding, SasLink, SasTrouble};
use crate::fault::{Fault, NextStep, Retry};
use crate::restore::PartName;
use crate::restore::session::{Access, LinkNote};
use crate::units::Moment;

/// What a restore needs of each link: to write, to see what arrived, and to see what is there.
const NEEDS: [Need; 3] = [Need::Create, Need::Read, Need::List];

/// The links of a text, as far as they will do.
#[derive(Debug)]
pub(super) enum Pasted {
    Two(Box<SasLink>, Box<SasLink>),
    One(Box<SasLink>),
    Unusable(Vec<PastedLink>),
}

/// When it is: by this computer, and by the service once it was heard.
#[derive(Debug, Clone, Copy)]
pub(super) struct Times {
    pub now: Moment,
    pub service: Option<Moment>,
}

impl Pasted {
    /// Reads every link of the text; addresses without a signature are left out as long as there
    /// are links enough.
    pub fn read(text: &str, times: Times) -> Self {
        let found = sas::links_in(text);
        let usable = |one: &Result<SasLink, SasTrouble>| {
            let link = one.as_ref().ok()?;
            blocking(link, times).is_none().then(|| link.clone())
        };
        let links: Vec<SasLink> = found.iter().filter_map(usable).collect();
        let told = || found.iter().map(|one| told(one, times)).collect::<Vec<_>>();
        let spoilt = found.iter().any(|one| match one {
            Ok(link) => blocking(link, times).is_some(),
            Err(trouble) => links.len() != 2 && *trouble != SasTrouble::NoSignature,
        });
        match <[SasLink; 2]>::try_from(links) {
            _ if found.is_empty() => Self::Unusable(vec![no_link()]),
            _ if spoilt => Self::Unusable(told()),
            Ok([first, second]) if first.same_place(&second) => {
                let mut link = told().swap_remove(0);
                link.fault = Some(by_user("restore-same-container"));
                Self::Unusable(vec![link])
            }
            Ok([first, second]) => Self::Two(Box::new(first), Box::new(second)),
            Err(links) => match <[SasLink; 1]>::try_from(links) {
                Ok([only]) => Self::One(Box::new(only)),
                Err(links) if links.is_empty() => Self::Unusable(told()),
                Err(_) => {
                    let mut all = told();
                    all.push(fault_alone(by_user("restore-links-too-many")));
                    Self::Unusable(all)
                }
            },
        }
    }
}

/// A text without any link.
pub(super) fn no_link() -> PastedLink {
    fault_alone(SasTrouble::NoLink.fault())
}

/// A link that only its times spoil.
pub(super) fn untimely(text: &str, times: Times) -> Option<SasLink> {
    let by_time = |link: &SasLink| {
        let spoilt = blocking(link, times);
        matches!(
            spoilt,
            Some(SasFinding::Expired { .. } | SasFinding::NotYetValid { .. })
        )
    };
    let mut links = sas::links_in(text).into_iter().flatten();
    links.find(by_time)
}

/// Whether the first of two links is the database's: as it was before, or as the names of the
/// containers tell. None where that cannot be known.
pub(super) fn first_is_database(
    first: &SasLink,
    second: &SasLink,
    before: Option<&Access>,
) -> Option<bool> {
    let known = before.and_then(|before| {
        let is = |link: &SasLink, note: &LinkNote| note_of(link).same_place(note);
        let straight = is(first, &before.database) || is(second, &before.storage);
        let crossed = is(second, &before.database) || is(first, &before.storage);
        (straight != crossed).then_some(straight)
    });
    known.or_else(|| {
        let told = |link: &SasLink| PartName::told_by(&link.facts().container);
        match (told(first), told(second)) {
            (Some(PartName::Database), Some(PartName::Storage) | None)
            | (None, Some(PartName::Storage)) => Some(true),
            (Some(PartName::Storage), Some(PartName::Database) | None)
            | (None, Some(PartName::Database)) => Some(false),
            _ => None,
        }
    })
}

/// What a link that came alone is for, as far as it is known.
pub(super) fn part_of(link: &SasLink, before: Option<&Access>) -> Option<PartName> {
    let note = note_of(link);
    match before {
        Some(before) if note.same_place(&before.database) => Some(PartName::Database),
        Some(before) if note.same_place(&before.storage) => Some(PartName::Storage),
        _ => PartName::told_by(&link.facts().container),
    }
}

/// What may be kept of a link beside the keychain.
pub(super) fn note_of(link: &SasLink) -> LinkNote {
    let facts = link.facts();
    LinkNote {
        host: host(link),
        container: facts.container.clone(),
        expires: facts.expires,
        addresses: facts.addresses.clone(),
        rights: facts.permissions.clone(),
    }
}

pub(super) fn view_of(link: &SasLink, times: Times) -> LinkView {
    let facts = link.facts();
    let findings = sas::judge(facts, times.now, times.service, &NEEDS);
    let missing: Vec<Right> = findings
        .iter()
        .filter_map(|finding| match finding {
            SasFinding::MissingRight { right } => Some(*right),
            _ => None,
        })
        .collect();
    // Rights that stand in a policy at the container do not show.
    let unknown = findings.contains(&SasFinding::RightsInPolicy);
    let allows = [Right::Read, Right::Write, Right::List];
    LinkView {
        host: host(link),
        container: facts.container.clone(),
        allows: allows
            .into_iter()
            .filter(|right| !unknown && !missing.contains(right))
            .collect(),
        missing,
        addresses: facts.addresses.clone(),
        starts: facts.starts,
        expires: facts.expires,
        https_only: facts.https_only,
        findings,
        last4: link.last4(),
    }
}

fn host(link: &SasLink) -> String {
    let facts = link.facts();
    match &facts.account {
        Some(account) => format!("{}/{account}", facts.host),
        None => facts.host.clone(),
    }
}

/// With which nothing can be done.
fn blocking(link: &SasLink, times: Times) -> Option<SasFinding> {
    let findings = sas::judge(link.facts(), times.now, times.service, &NEEDS);
    findings.into_iter().find(SasFinding::blocks)
}

fn told(found: &Result<SasLink, SasTrouble>, times: Times) -> PastedLink {
    match found {
        Ok(link) => PastedLink {
            link: Some(view_of(link, times)),
            fault: blocking(link, times).map(|finding| finding.fault()),
        },
        Err(trouble) => fault_alone(trouble.fault()),
    }
}

fn fault_alone(fault: Fault) -> PastedLink {
    PastedLink {
        link: None,
        fault: Some(fault),
    }
}

fn by_user(code: &str) -> Fault {
    Fault::new(code, Retry::ByUser, NextStep::None)
}
