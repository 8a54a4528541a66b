//! A support file in which somebody planted secrets wherever a text comes from.

use super::*;
use crate::desk::{ChainState, seat};
use crate::fault::{Fault, NextStep, Retry};
use crate::first_aid::{WebView, plan};
use crate::job::{Job, JobKind, JobState};
use crate::ledger::Ledger;
use crate::project::{EnvKey, Environment, EnvironmentKind, Project, SiteExpectation};
use crate::secret::Secret;
use crate::secret::tests::leaks::{DISGUISES, disguised, still_readable};
use crate::units::{Bytes, Count, Moment};
use crate::words::Catalog;
use std::io::{Cursor, Read};
use std::path::Path;

const TOKEN: &str = "cAn4ryTokenOfTheSupportFile+77/x";
const SIGNATURE: &str = "Zm9vYmFyYmF6cXV4cXV1eGNvcmdlZ3JhdWx0Z2FycGx5PQ==";
const PASSWORD: &str = "pr0xy-Passw0rd-77";

fn planted() -> String {
    let encoded = SIGNATURE.replace('=', "%3D");
    let disguises = (0..DISGUISES).map(|way| disguised(TOKEN, way));
    let lines = [
        format!("Authorization: Bearer {TOKEN}"),
        format!(
            "GET https://kxp.blob.core.windows.net/database-7f21?sv=2024-11-04&se=2026-12-01&sp=rwl&sig={encoded}"
        ),
        format!(
            "https%3A%2F%2Fkxp.blob.core.windows.net%2Fx%3Fsig%3D{}",
            encoded.replace('%', "%25")
        ),
        format!("proxy http://petra:{PASSWORD}@proxy.contoso.example:8080"),
        format!("Server=tcp:sql.contoso.example;User ID=sa;Password={PASSWORD};"),
        format!(r#"{{"token":"{TOKEN}","password":"{PASSWORD}"}}"#),
    ];
    lines
        .into_iter()
        .chain(disguises)
        .collect::<Vec<_>>()
        .join("\n")
}

fn about() -> About {
    About {
        version: "1.2.3".into(),
        commit: "4e5f6a7b8c9d".into(),
        target: "x86_64-unknown-linux-gnu".into(),
        system: "Debian GNU/Linux 12".into(),
        web_view: WebView::of_this_system(Some("2.50.6".into())),
    }
}

fn project() -> Project {
    Project {
        environments: vec![Environment {
            key: EnvKey("qa".into()),
            kind: EnvironmentKind::Qa,
            name: "QA".into(),
            site: Some("https://qa.goat.example/en".into()),
            expectation: SiteExpectation::default(),
        }],
        ..seat::project(None)
    }
}

fn job() -> Job {
    let now = Moment(jiff::Timestamp::UNIX_EPOCH);
    let fault = Fault::new("connection-broken", Retry::ByUser, NextStep::CheckNetwork);
    Job {
        id: "j".into(),
        kind: JobKind::Upload,
        project_id: Some("p".into()),
        env: Some("qa".into()),
        package: None,
        state: JobState::Failed {
            fault: fault.detail(planted()),
        },
        phase: "sending".into(),
        done: Bytes(12),
        total: Bytes(40),
        speed: None,
        eta_s: None,
        params: [("file_name".to_owned(), "goat-secret-project.zip".to_owned())].into(),
        started_at: now,
        updated_at: now,
        revision: 1,
    }
}

/// Everything there is to gather, with secrets in all of it.
fn gathered(names: &Names) -> SupportBundle {
    let ledger = Ledger::in_memory().expect("a ledger");
    let findings = plan(&["https://qa.goat.example".to_owned()], &[], true)
        .into_iter()
        .map(|check| crate::first_aid::AidFinding {
            check,
            outcome: crate::first_aid::AidOutcome::NotWorking,
            code: "network-not-connected".into(),
            params: [("host".to_owned(), planted())].into(),
            detail: Some(planted()),
        });
    let findings: Vec<_> = findings.collect();
    let words = include_str!("../../../../ui/src/copy/messages/first-aid.en.json");
    let gathered = Gathered {
        about: &about(),
        findings: &findings,
        words: &Catalog::of(&[words]).expect("a catalog"),
        jobs: &[job()],
        ledger: &ledger.figures().expect("figures"),
        chain: &ChainState::Whole { entries: Count(0) },
        log: &format!(
            "INFO Petra Novak shipped Dancing Goat to https://QA.goat.example/en\n{}\n",
            planted()
        ),
        now: Moment(jiff::Timestamp::UNIX_EPOCH),
    };
    SupportBundle {
        id: "b".into(),
        parts: parts_of(&gathered, names),
    }
}

fn of(bundle: &SupportBundle, kind: PartKind) -> &str {
    let part = bundle.parts.iter().find(|part| part.kind == kind);
    &part.expect("a part").text
}

fn unpacked(bundle: &SupportBundle, kept: &[PartKind]) -> Vec<(String, String)> {
    let mut bytes = Cursor::new(Vec::new());
    save(bundle, kept, &mut bytes).expect("saved");
    let mut zip = zip::ZipArchive::new(bytes).expect("a zip");
    (0..zip.len())
        .map(|at| {
            let mut file = zip.by_index(at).expect("a file");
            let mut text = String::new();
            file.read_to_string(&mut text).expect("text");
            (file.name().expect("a name").into_owned(), text)
        })
        .collect()
}

const ALL: [PartKind; 5] = [
    PartKind::Versions,
    PartKind::FirstAid,
    PartKind::Jobs,
    PartKind::Ledger,
    PartKind::Log,
];

#[test]
fn promise_29_no_secret_is_in_a_support_file_whoever_planted_it() {
    let _held = Secret::from(TOKEN.to_owned());
    for secret in [TOKEN, SIGNATURE, PASSWORD] {
        assert!(
            still_readable(secret, &planted()).is_some(),
            "the plant itself can be read"
        );
    }
    for names in [
        Names::shown(None),
        Names::hidden(None, "Petra Novak", &[project()]),
    ] {
        let bundle = gathered(&names);
        for (name, text) in unpacked(&bundle, &ALL) {
            for secret in [TOKEN, SIGNATURE, PASSWORD] {
                assert_eq!(still_readable(secret, &text), None, "{name}: {text}");
            }
        }
        assert!(
            !format!("{bundle:?}").contains("goat-secret-project"),
            "no name of a file"
        );
    }
}

#[test]
fn promise_29_what_is_saved_is_what_was_shown_without_what_was_taken_out() {
    let bundle = gathered(&Names::shown(None));
    let shown: Vec<_> = bundle
        .parts
        .iter()
        .map(|part| (part.file_name.clone(), part.text.clone()))
        .collect();
    assert_eq!(unpacked(&bundle, &ALL), shown);
    let kept = [PartKind::Log, PartKind::Versions];
    let names: Vec<_> = unpacked(&bundle, &kept)
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(names, ["versions.txt", "log.txt"]);
}

#[test]
fn each_part_says_what_helps() {
    let bundle = gathered(&Names::shown(None));
    assert!(of(&bundle, PartKind::Versions).starts_with("slipway: 1.2.3\ncommit: 4e5f6a7b8c9d\n"));
    assert!(of(&bundle, PartKind::Ledger).contains("\nentries: 0 rows\n"));
    let jobs = of(&bundle, PartKind::Jobs);
    assert!(
        jobs.contains(" upload qa ended early 12 of 40 bytes"),
        "{jobs}"
    );
    assert!(jobs.contains("[connection-broken]"), "{jobs}");
    assert!(
        of(&bundle, PartKind::FirstAid).contains("Network: https://qa.goat.example: not working")
    );
}

#[test]
fn names_of_people_projects_and_hosts_are_hidden_where_it_is_asked_for() {
    let names = Names::hidden(Some(Path::new("/home/petra")), "Petra Novak", &[project()]);
    let text = "petra novak opened /home/petra/goat of dancing goat, DANCING GOATS, at \
        https://QA.Goat.example/en and https://kxp.blob.core.windows.net/x by \
        https://xperience-portal.com/1c45b91e-22d0-4b4b-9d0c-6f5f2f0f1a11 and http://127.0.0.1:80/";
    assert_eq!(
        names.apply(text),
        "person opened ~/goat of project-1, DANCING GOATS, at https://qa-1/en and \
        https://other-host/x by https://xperience-portal.com/guid-1 and http://127.0.0.1:80/"
    );
    let shown = Names::shown(Some(Path::new("/home/petra")));
    assert_eq!(
        shown.apply("/home/petra/x of Dancing Goat"),
        "~/x of Dancing Goat"
    );
    let bundle = gathered(&names);
    for name in [
        "Petra",
        "Dancing Goat",
        "goat.example",
        "windows.net",
        "proxy.contoso",
    ] {
        let found = bundle.parts.iter().find(|part| part.text.contains(name));
        assert!(found.is_none(), "{name}: {found:?}");
    }
}
