//! Records of a domain that sends emails: what receivers look for, and what somebody was told to
//! enter where the domain is registered (the Portal lists it under Channels and domains).

use super::names::{Names, Told};
use futures_util::future::join_all;
use serde::{Deserialize, Serialize};

/// More than any sender domain is asked for.
const MOST_ENTERED: usize = 20;
/// Labels below which a name is nobody's own: `example.com` has two.
const FEWEST_LABELS: usize = 2;

/// A record of a sender domain, and what there is instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct RecordLook {
    /// Whole, without a dot at its end; the line as it was entered where that cannot be read.
    pub name: String,
    #[serde(rename = "type")]
    pub record_type: Option<RecordType>,
    /// What somebody was told to enter.
    pub expected: Option<String>,
    pub found: Vec<String>,
    /// The catalog has `release.record.<says>`.
    pub says: RecordSays,
    pub fine: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum RecordType {
    Txt,
    Cname,
    Mx,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum RecordSays {
    /// It is there as it was entered.
    AsEntered,
    Missing,
    /// There is another value.
    Differs,
    /// The line is none of name, type and value.
    Unreadable,
    /// Name servers did not answer.
    NotTold,
    SpfThere,
    /// Nothing at the domain itself; the records that were entered may say it elsewhere.
    SpfElsewhere,
    SpfMissing,
    /// More than one counts as none (RFC 7208, 4.5).
    SpfSeveral,
    DmarcThere,
    DmarcMissing,
    /// More than one counts as none (RFC 7489, 6.6.3).
    DmarcSeveral,
}

/// What is known of a sender domain.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum SenderFound {
    Records(Vec<RecordLook>),
    NoSuchName,
    NotTold,
}

/// Looks at the records of `domain`; `entered` has one a line: name, type, value.
pub(super) async fn look(domain: &str, entered: &str, names: &Names) -> SenderFound {
    let lines: Vec<&str> = entered
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .take(MOST_ENTERED)
        .collect();
    let (at_domain, dmarc, entered) = tokio::join!(
        names.ask(domain, RecordType::Txt),
        dmarc(domain, names),
        join_all(lines.iter().map(|line| entered_line(line, domain, names))),
    );
    match at_domain {
        Told::NoSuchName if entered.is_empty() => return SenderFound::NoSuchName,
        Told::Nothing => return SenderFound::NotTold,
        _ => {}
    }
    let mut looks = vec![spf(domain, &at_domain, !entered.is_empty()), dmarc];
    looks.extend(entered);
    SenderFound::Records(looks)
}

/// Who may send for the domain.
fn spf(domain: &str, at_domain: &Told, others_entered: bool) -> RecordLook {
    let found = of_kind(at_domain, "v=spf1");
    let says = match found.len() {
        0 if others_entered => RecordSays::SpfElsewhere,
        0 => RecordSays::SpfMissing,
        1 => RecordSays::SpfThere,
        _ => RecordSays::SpfSeveral,
    };
    RecordLook::of(domain, Some(RecordType::Txt), None, found, says)
}

/// What receivers do with emails that prove nothing: at the domain, else at the nearest one above it.
async fn dmarc(domain: &str, names: &Names) -> RecordLook {
    let mut above = Some(domain);
    while let Some(owner) = above.filter(|owner| owner.split('.').count() >= FEWEST_LABELS) {
        let name = format!("_dmarc.{owner}");
        let told = names.ask(&name, RecordType::Txt).await;
        let found = of_kind(&told, "v=DMARC1");
        let says = match (found.len(), told) {
            (_, Told::Nothing) => RecordSays::NotTold,
            (0, _) => {
                above = owner.split_once('.').map(|(_, above)| above);
                continue;
            }
            (1, _) => RecordSays::DmarcThere,
            _ => RecordSays::DmarcSeveral,
        };
        return RecordLook::of(&name, Some(RecordType::Txt), None, found, says);
    }
    let name = format!("_dmarc.{domain}");
    let (kind, says) = (Some(RecordType::Txt), RecordSays::DmarcMissing);
    RecordLook::of(&name, kind, None, Vec::new(), says)
}

async fn entered_line(line: &str, domain: &str, names: &Names) -> RecordLook {
    let Some(entered) = Entered::read(line, domain) else {
        return RecordLook::of(line, None, None, Vec::new(), RecordSays::Unreadable);
    };
    let told = names.ask(&entered.name, entered.kind).await;
    let (found, says) = match told {
        Told::Nothing => (Vec::new(), RecordSays::NotTold),
        Told::NoSuchName => (Vec::new(), RecordSays::Missing),
        Told::Records(found) if found.is_empty() => (found, RecordSays::Missing),
        Told::Records(found) if found.iter().any(|it| entered.is(it)) => {
            (found, RecordSays::AsEntered)
        }
        Told::Records(found) => (found, RecordSays::Differs),
    };
    let expected = Some(entered.value);
    RecordLook::of(&entered.name, Some(entered.kind), expected, found, says)
}

/// A record as somebody was told to enter it.
#[derive(Debug, PartialEq, Eq)]
struct Entered {
    name: String,
    kind: RecordType,
    value: String,
}

impl Entered {
    /// A line of a list or of a zone file: name, perhaps time and class, type, value. A name that
    /// does not end with the domain lies below it.
    fn read(line: &str, domain: &str) -> Option<Self> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let at = words
            .iter()
            .take(4)
            .skip(1)
            .position(|word| kind(word).is_some())?
            + 1;
        let value = words[at + 1..].join(" ").replace('"', "");
        let name = words[0].trim_end_matches('.').to_lowercase();
        let is_whole =
            words[0].ends_with('.') || name == domain || name.ends_with(&format!(".{domain}"));
        let name = match name.as_str() {
            "@" => domain.to_owned(),
            _ if is_whole => name,
            _ => format!("{name}.{domain}"),
        };
        (!value.is_empty()).then_some(Self {
            name,
            kind: kind(words[at])?,
            value,
        })
    }

    /// Whether a record that is there says the same: names in any case, texts with any spaces.
    fn is(&self, found: &str) -> bool {
        let bare = |text: &str| match self.kind {
            RecordType::Txt => text.split_whitespace().collect::<String>(),
            RecordType::Cname => text.trim_end_matches('.').to_lowercase(),
            RecordType::Mx => {
                // The preference may have been left out.
                let host = text.split_whitespace().last().unwrap_or_default();
                host.trim_end_matches('.').to_lowercase()
            }
        };
        bare(&self.value) == bare(found)
    }
}

fn kind(word: &str) -> Option<RecordType> {
    match word.to_ascii_uppercase().as_str() {
        "TXT" => Some(RecordType::Txt),
        "CNAME" => Some(RecordType::Cname),
        "MX" => Some(RecordType::Mx),
        _ => None,
    }
}

/// The texts that begin with this word.
fn of_kind(told: &Told, mark: &str) -> Vec<String> {
    let Told::Records(records) = told else {
        return Vec::new();
    };
    let begins = |text: &&String| {
        let first = text.split([' ', ';']).next().unwrap_or_default();
        first.eq_ignore_ascii_case(mark)
    };
    records.iter().filter(begins).cloned().collect()
}

impl RecordLook {
    fn of(
        name: &str,
        record_type: Option<RecordType>,
        expected: Option<String>,
        found: Vec<String>,
        says: RecordSays,
    ) -> Self {
        Self {
            name: name.to_owned(),
            record_type,
            expected,
            found,
            says,
            fine: matches!(
                says,
                RecordSays::AsEntered
                    | RecordSays::SpfThere
                    | RecordSays::SpfElsewhere
                    | RecordSays::DmarcThere
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<(String, RecordType, String)> {
        let entered = Entered::read(line, "shop.example")?;
        Some((entered.name, entered.kind, entered.value))
    }

    #[test]
    fn a_record_is_read_as_lists_and_zone_files_write_it() {
        let cname = |name: &str| {
            let value = "u12.wl.mail.example".to_owned();
            Some((name.to_owned(), RecordType::Cname, value))
        };
        for line in [
            "em12.shop.example CNAME u12.wl.mail.example",
            "em12\tcname\tu12.wl.mail.example",
            "EM12.Shop.Example. 3600 IN CNAME u12.wl.mail.example",
        ] {
            assert_eq!(read(line), cname("em12.shop.example"), "{line}");
        }
        let elsewhere = "em12.other.example. CNAME u12.wl.mail.example";
        assert_eq!(read(elsewhere), cname("em12.other.example"));
        let text = read("@ TXT \"v=spf1 include:mail.example\" \"-all\"");
        let spf = "v=spf1 include:mail.example -all".to_owned();
        assert_eq!(text, Some(("shop.example".into(), RecordType::Txt, spf)));
        for line in ["", "em12", "em12 CNAME", "CNAME em12 x", "em12 A 1.2.3.4"] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn a_record_is_the_same_whatever_its_case_spaces_and_dots() {
        let is = |line: &str, found: &str| {
            let entered = Entered::read(line, "shop.example").expect("reads");
            entered.is(found)
        };
        assert!(is("a CNAME U12.mail.example.", "u12.mail.example"));
        assert!(!is("a CNAME u12.mail.example", "u13.mail.example"));
        assert!(is("a TXT v=DKIM1; p=AbC", "v=DKIM1;p=AbC"));
        assert!(!is("a TXT v=DKIM1; p=abc", "v=DKIM1;p=AbC"));
        assert!(is("a MX mx.mail.example", "10 mx.mail.example"));
        assert!(is("a MX 10 mx.mail.example", "10 mx.mail.example"));
    }
}
