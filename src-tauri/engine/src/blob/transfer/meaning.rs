//! The faults that answers of the service become.

use crate::blob::client::{Answer, Ask, Meaning, Purpose, Rule};
use crate::blob::sas::{Right, SasFacts, SasFinding, SasLink, judge};
use crate::fault::{Fault, NextStep, Retry};
use crate::units::Moment;

/// Codes: `storage-trouble`, `storage-busy`, `storage-damages-data`, `blob-blocks-in-the-way`,
/// `blob-too-many-blocks`, `link-not-taken`, `link-lacks-right`, `link-address-not-allowed`,
/// `storage-no-container`, `blob-not-there`, `blob-exists`, `blob-changed`, `blob-locked`,
/// `copy-source-not-readable`, `storage-too-large`, `storage-said-otherwise`.
pub(super) fn fault_of_answer(answer: &Answer, rule: &Rule, ask: &Ask, link: &SasLink) -> Fault {
    let code = match rule.meaning {
        Meaning::Transient | Meaning::Crc64Unknown => "storage-trouble",
        Meaning::Throttled => "storage-busy",
        Meaning::Corrupted => "storage-damages-data",
        Meaning::BlocksMixed => "blob-blocks-in-the-way",
        Meaning::TooManyBlocks => "blob-too-many-blocks",
        Meaning::LinkNotTaken => "link-not-taken",
        Meaning::RightMissing => return lacks_right_for(ask.purpose).detail(answer.in_short()),
        Meaning::AddressNotAllowed => "link-address-not-allowed",
        Meaning::NoContainer => "storage-no-container",
        Meaning::NoBlob => "blob-not-there",
        Meaning::Exists => "blob-exists",
        Meaning::ChangedThere => "blob-changed",
        Meaning::Locked => "blob-locked",
        Meaning::SourceNotReadable => "copy-source-not-readable",
        Meaning::TooLarge => "storage-too-large",
        Meaning::Refused => "storage-said-otherwise",
    };
    Fault::new(code, Retry::ByUser, NextStep::None)
        .with("blob", &ask.blob)
        .with("container", &link.facts().container)
        .with(
            "addresses",
            link.facts().addresses.as_deref().unwrap_or_default(),
        )
        .with("status", answer.status.as_u16())
        .detail(answer.in_short())
}

/// Why the service did not take a link: what its facts and the service's own time tell, else
/// `otherwise`.
pub(super) fn link_fault(
    facts: &SasFacts,
    now: Moment,
    answer: &Answer,
    otherwise: Fault,
) -> Fault {
    let findings = judge(facts, now, answer.date(), &[]);
    let found = findings
        .iter()
        .find(|finding| finding.blocks())
        .or(findings.first());
    match found {
        Some(finding) => finding.fault().detail(answer.in_short()),
        None => otherwise,
    }
}

/// A fault after all tries.
pub(super) fn spent(fault: Fault) -> Fault {
    Fault {
        retry: Retry::Exhausted,
        ..fault
    }
}

fn lacks_right_for(purpose: Purpose) -> Fault {
    let right = match purpose {
        Purpose::Block | Purpose::Commit => Right::Write,
        Purpose::Remove => Right::Delete,
        Purpose::Read => Right::Read,
        Purpose::List => Right::List,
    };
    SasFinding::MissingRight { right }.fault()
}
