//! Rows come back as they were given.

use super::{at, everything, inspection, ledger, placement, project, sample};
use crate::desk::{KnownBy, Preferences, Sample, SiteState, Theme, WatchVerdict};
use crate::job::{JobKind, JobState};
use crate::ledger::{EntryDraft, InspectedFile};
use crate::project::{EnvKey, EnvironmentKind, Role};
use crate::secret::Secret;
use crate::units::Count;

fn qa() -> EnvKey {
    EnvKey("qa".into())
}

fn inspected(id: &str, seconds: i64) -> InspectedFile {
    InspectedFile {
        id: id.into(),
        path: "/home/eva/Grüße/site.zip".into(),
        file_name: "site.zip".into(),
        stamp: super::stamp(),
        inspection: inspection(),
        sha256: None,
        crc64: None,
        inspected_at: at(seconds),
    }
}

#[test]
fn a_project_is_added_changed_and_removed() {
    let ledger = ledger();
    let mut sandbox = project("p", "Sandbox");
    ledger.save_project(&sandbox).expect("adds");
    ledger.save_project(&project("q", "Other")).expect("adds");
    sandbox.name = "Sandbox 2".into();
    sandbox.role = Role::Developer;
    sandbox
        .environments
        .push(super::environment("prod", EnvironmentKind::Prod));
    ledger.save_project(&sandbox).expect("changes");
    assert_eq!(ledger.project("p").expect("reads"), Some(sandbox.clone()));
    assert_eq!(
        ledger.projects().expect("reads"),
        [sandbox, project("q", "Other")]
    );
    ledger.remove_project("p").expect("removes");
    assert_eq!(ledger.project("p").expect("reads"), None);
}

#[test]
fn what_happened_in_a_removed_project_stays_readable() {
    let ledger = ledger();
    let sandbox = project("p", "Sandbox");
    ledger.save_project(&sandbox).expect("adds");
    ledger.save_token_note("p", "1234", at(1)).expect("notes");
    ledger
        .add_placement("j", &placement("qa", "aa", 5))
        .expect("places");
    ledger
        .append(EntryDraft::new("project-added").project(&sandbox), at(1))
        .expect("appends");
    ledger.remove_project("p").expect("removes");
    assert_eq!(ledger.placements_in("p").expect("reads").len(), 1);
    assert_eq!(ledger.token_note("p").expect("reads"), None);
    let entry = &ledger.entries(&everything()).expect("reads").entries[0];
    assert_eq!(entry.project_name.as_deref(), Some("Sandbox"));
}

#[test]
fn packages_come_newest_first_and_take_their_fingerprint_later() {
    let ledger = ledger();
    ledger.save_package(&inspected("old", 1)).expect("saves");
    ledger.save_package(&inspected("new", 2)).expect("saves");
    ledger
        .set_fingerprint("old", "ab12", u64::MAX)
        .expect("sets");
    let ids: Vec<String> = ledger
        .packages()
        .expect("reads")
        .into_iter()
        .map(|file| file.id)
        .collect();
    assert_eq!(ids, ["new", "old"]);
    let expected = InspectedFile {
        sha256: Some("ab12".into()),
        crc64: Some(u64::MAX),
        ..inspected("old", 1)
    };
    assert_eq!(
        ledger.package("old").expect("reads"),
        Some(expected.clone())
    );
    assert_eq!(
        ledger.package_by_sha256("ab12").expect("reads"),
        Some(expected)
    );
    ledger.forget_package("old").expect("forgets");
    assert_eq!(ledger.package("old").expect("reads"), None);
}

#[test]
fn a_placement_is_known_better_and_never_worse() {
    let ledger = ledger();
    ledger
        .add_placement("j1", &placement("qa", "aa", 5))
        .expect("places");
    ledger
        .add_placement("j2", &placement("qa", "bb", 9))
        .expect("places");
    ledger
        .add_placement("j3", &placement("uat", "aa", 7))
        .expect("places");
    ledger
        .add_placement("j1", &placement("prod", "cc", 99))
        .expect("changes nothing");
    assert_eq!(
        ledger.last_placement("p", &qa()).expect("reads"),
        Some(placement("qa", "bb", 9))
    );
    let of_aa: Vec<EnvKey> = ledger
        .placements_of("aa")
        .expect("reads")
        .into_iter()
        .map(|p| p.env)
        .collect();
    assert_eq!(of_aa, [EnvKey("uat".into()), qa()]);
    ledger
        .confirm_placement("j2", KnownBy::Measured, Some(Count(61_000)))
        .expect("confirms");
    ledger
        .confirm_placement("j2", KnownBy::Told, None)
        .expect("confirms");
    let last = ledger
        .last_placement("p", &qa())
        .expect("reads")
        .expect("there");
    assert_eq!(
        (last.known_by, last.downtime_ms),
        (KnownBy::Measured, Some(Count(61_000)))
    );
    ledger
        .confirm_placement("j1", KnownBy::Told, None)
        .expect("confirms");
    assert_eq!(
        ledger.placements_in("p").expect("reads")[2].known_by,
        KnownBy::Told
    );
}

#[test]
fn samples_come_newest_last_and_only_so_many_are_kept() {
    let ledger = ledger();
    for id in ["w1", "w2"] {
        ledger
            .start_job(&super::job(id, JobKind::Watch, JobState::Running), None)
            .expect("starts");
    }
    for second in 0..7_400 {
        ledger.add_sample("w1", &sample(second)).expect("adds");
    }
    ledger.add_sample("w2", &sample(3)).expect("adds");
    let shown = ledger.samples("w1", 600).expect("reads");
    assert_eq!(
        (shown.len(), shown[0].at, shown[599].at),
        (600, at(6_800), at(7_399))
    );
    let kept = ledger.samples("w1", usize::MAX).expect("reads").len();
    assert!((7_200..7_300).contains(&kept), "{kept}");
    assert_eq!(ledger.samples("w2", 600).expect("reads"), [sample(3)]);
}

#[test]
fn the_last_look_is_the_latest_of_watches_and_single_looks() {
    let ledger = ledger();
    assert_eq!(ledger.last_look("p", &qa()).expect("reads"), None);
    ledger
        .start_job(&super::job("w", JobKind::Watch, JobState::Running), None)
        .expect("starts");
    ledger.add_sample("w", &sample(10)).expect("adds");
    ledger.save_look("p", &qa(), &sample(5)).expect("saves");
    assert_eq!(
        ledger.last_look("p", &qa()).expect("reads"),
        Some(sample(10))
    );
    ledger.save_look("p", &qa(), &sample(15)).expect("saves");
    assert_eq!(
        ledger.last_look("p", &qa()).expect("reads"),
        Some(sample(15))
    );
    assert_eq!(
        ledger.last_look("p", &EnvKey("uat".into())).expect("reads"),
        None
    );
}

#[test]
fn a_watch_that_has_not_looked_yet_waits() {
    let ledger = ledger();
    ledger
        .start_job(&super::job("w", JobKind::Watch, JobState::Running), None)
        .expect("starts");
    let mut summary = ledger.watch("w").expect("reads");
    assert_eq!(summary.verdict, WatchVerdict::Waiting);
    summary.verdict = WatchVerdict::Offline;
    summary.offline_from = Some(at(3));
    ledger.save_watch("w", &summary).expect("saves");
    assert_eq!(ledger.watch("w").expect("reads"), summary);
}

#[test]
fn preferences_and_token_notes_are_replaced() {
    let ledger = ledger();
    let first = ledger.preferences().expect("reads");
    assert_eq!(
        (first.theme, first.person.as_str(), first.project_id),
        (Theme::System, "", None)
    );
    let mine = Preferences {
        theme: Theme::Dark,
        person: "Eva".into(),
        project_id: Some("p".into()),
    };
    ledger.save_preferences(&mine).expect("saves");
    assert_eq!(ledger.preferences().expect("reads"), mine);
    ledger.save_project(&project("p", "Sandbox")).expect("adds");
    ledger.save_token_note("p", "1234", at(1)).expect("notes");
    ledger.save_token_note("p", "5678", at(2)).expect("notes");
    let note = ledger.token_note("p").expect("reads").expect("there");
    assert_eq!((note.last4.as_str(), note.saved_at), ("5678", at(2)));
    ledger.forget_token_note("p").expect("forgets");
    assert_eq!(ledger.token_note("p").expect("reads"), None);
}

#[test]
fn promise_26_more_of_a_token_than_four_characters_is_refused() {
    let ledger = ledger();
    ledger.save_project(&project("p", "Sandbox")).expect("adds");
    ledger
        .save_token_note("p", "12345", at(1))
        .expect_err("too much");
}

#[test]
fn promise_22_no_secret_in_memory_reaches_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("slipway.db");
    let ledger = crate::ledger::Ledger::open(&path).expect("opens");
    let token = Secret::from("kx7-Canary+Wd93/qqZt==".to_owned());
    let text = format!("sent {} and kx7-canary%2Bwd93%2FQQZT%3D%3D", token.expose());
    let mut job = super::job("j", JobKind::Upload, JobState::Running);
    job.params.insert("said".into(), text.clone());
    ledger.start_job(&job, None).expect("starts");
    let fault = crate::fault::Fault::new(
        "x",
        crate::fault::Retry::Never,
        crate::fault::NextStep::None,
    );
    job.state = JobState::Failed {
        fault: fault.with("said", &text).detail(&text),
    };
    ledger.save_job(&job).expect("saves");
    let seen = Sample {
        state: SiteState::Unexpected,
        detail: Some(text.clone()),
        ..sample(1)
    };
    ledger.add_sample("j", &seen).expect("adds");
    ledger.save_look("p", &qa(), &seen).expect("saves");
    let draft = EntryDraft::new("upload-refused")
        .person(&text)
        .reason(Some(text.clone()))
        .param("said", &text);
    ledger.append(draft, at(1)).expect("appends");
    for file in std::fs::read_dir(folder.path()).expect("lists").flatten() {
        let content = std::fs::read(file.path()).expect("reads");
        let content = String::from_utf8_lossy(&content).to_lowercase();
        assert!(
            !content.contains("canary") && !content.contains("qqzt"),
            "{:?}",
            file.file_name()
        );
    }
    let kept = ledger.job("j").expect("reads").expect("there");
    assert_eq!(kept.params["said"], "sent *** and ***");
}
