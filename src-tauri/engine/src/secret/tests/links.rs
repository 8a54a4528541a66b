//! Ten thousand links to containers, through everything that shows one.

use super::leaks::{DISGUISES, disguised, still_readable, ten_thousand_of};
use crate::blob::sas::{SasLink, links_in};
use crate::fault::{Fault, NextStep, Retry};
use crate::job::{Job, JobKind, JobState};
use crate::ledger::{EntryDraft, Ledger};
use crate::secret::redact;
use crate::units::{Bytes, Moment};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use proptest::prelude::*;

/// A link and the signature in it, 32 bytes as Azure makes them.
#[derive(Debug, Clone)]
struct Link {
    signature: String,
    text: String,
}

fn links() -> impl Strategy<Value = Link> {
    let host = prop_oneof![
        "[a-z0-9]{3,24}\\.blob\\.core\\.windows\\.net",
        Just("127.0.0.1:4711/account".to_owned())
    ];
    (any::<[u8; 32]>(), host, "[a-z0-9]{3,20}", 0..4_usize).prop_map(
        |(bytes, host, container, order)| {
            let signature = BASE64_STANDARD.encode(bytes);
            let encoded = signature
                .replace('+', "%2B")
                .replace('/', "%2F")
                .replace('=', "%3D");
            let sig = if order % 2 == 0 {
                encoded
            } else {
                signature.clone()
            };
            let query = [
                "sv=2024-11-04&se=2026-12-01T00%3A00%3A00Z&sr=c&sp=rwl",
                &format!("sig={sig}"),
            ];
            let query = if order < 2 {
                query.join("&")
            } else {
                [query[1], query[0]].join("&")
            };
            let scheme = if host.starts_with("127") {
                "http"
            } else {
                "https"
            };
            Link {
                signature,
                text: format!("{scheme}://{host}/{container}?{query}"),
            }
        },
    )
}

fn job_about(link: &Link) -> Job {
    let now = Moment(jiff::Timestamp::UNIX_EPOCH);
    let detail = format!("PUT {} was refused", link.text);
    let fault =
        Fault::new("storage-refused", Retry::ByUser, NextStep::None).detail(redact(&detail));
    Job {
        id: "j".into(),
        kind: JobKind::Transfer,
        project_id: None,
        env: None,
        package: None,
        state: JobState::Failed { fault },
        phase: "sending".into(),
        done: Bytes(0),
        total: Bytes(1),
        speed: None,
        eta_s: None,
        params: [("said".to_owned(), redact(&link.text).into_owned())].into(),
        started_at: now,
        updated_at: now,
        revision: 1,
    }
}

#[test]
fn promise_25_ten_thousand_links_are_shown_by_nothing_that_shows_a_link() {
    for (number, link) in ten_thousand_of(links()).enumerate() {
        let read = SasLink::parse(&link.text).unwrap_or_else(|_| panic!("a link: {link:?}"));
        let job = job_about(&link);
        let shown = [
            format!("{read:?} {read:#?}"),
            serde_json::to_string(read.facts()).expect("facts"),
            format!("{:?}", links_in(&format!("one {} two", link.text))),
            format!("{job:?}"),
            serde_json::to_string(&job).expect("a job"),
            redact(&disguised(&link.signature, number % DISGUISES)).into_owned(),
        ];
        let text = shown.join("\n");
        assert_eq!(still_readable(&link.signature, &text), None, "{text}");
    }
}

#[test]
fn promise_25_a_link_that_was_cut_is_refused_without_being_shown() {
    for link in ten_thousand_of(links()).take(1_000) {
        for cut in [
            link.text.len() - 5,
            link.text.len() / 2,
            link.text.len() / 3,
        ] {
            if let Err(trouble) = SasLink::parse(&link.text[..cut]) {
                let fault = trouble.fault();
                let shown = format!("{trouble:?} {fault} {fault:?}");
                assert_eq!(still_readable(&link.signature, &shown), None, "{shown}");
            }
        }
    }
}

/// What somebody typed or a server said, kept for ever: held against whole secrets.
#[test]
fn promise_22_a_line_of_the_history_holds_no_link_in_use() {
    let ledger = Ledger::in_memory().expect("a ledger");
    for link in ten_thousand_of(links()).take(200) {
        let _used = SasLink::parse(&link.text).expect("a link");
        let draft = EntryDraft::new("restore-started").reason(Some(link.text.clone()));
        ledger
            .append(draft, Moment(jiff::Timestamp::UNIX_EPOCH))
            .expect("written");
        let mut out = Vec::new();
        ledger
            .export_json(&Default::default(), &mut out)
            .expect("exported");
        let text = String::from_utf8(out).expect("text");
        assert!(!text.contains(&link.signature), "{}", link.signature);
        let encoded = link
            .signature
            .replace('+', "%2B")
            .replace('/', "%2F")
            .replace('=', "%3D");
        assert!(!text.contains(&encoded), "{encoded}");
    }
}
