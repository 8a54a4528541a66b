//! Papers at a desk: what is read, handed out and counted, with its lines in the history.

use super::super::restore::tests::{Stage, code};
use crate::desk::{HistoryFilter, KnownBy, NoteFormat, Placement};
use crate::job::{Job, JobKind, JobState};
use crate::ledger::InspectedFile;
use crate::package::sample::SamplePackage;
use crate::package::{self, FileStamp};
use crate::project::EnvKey;
use crate::release::journey::{Arrival, ArrivalKnownBy, Purpose, Release, ReleaseEvent, StageKind};
use crate::release::logs::LogReading;
use crate::release::monitor::{Part, Tally, Window};
use crate::release::probe::{Look, LookBecause};
use crate::units::{Bytes, Count, Moment};
use crate::words::Catalog;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

const PRODUCTION: &str = "production:prod";

struct Papers {
    stage: Stage,
    release: Release,
    folder: TempDir,
}

impl Papers {
    fn new() -> Self {
        let stage = Stage::new();
        let begun = stage
            .desk
            .begin_release("p", Purpose::NewFeatures, "Summer / sale", None);
        Self {
            release: begun.expect("it begins").release,
            stage,
            folder: tempfile::tempdir().expect("a folder"),
        }
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).expect("it can be written");
        path
    }

    fn read(&self, name: &str, text: &str) -> LogReading {
        let chosen = self
            .stage
            .desk
            .take_in(&[self.file(name, text)])
            .expect("a file");
        let read = self
            .stage
            .desk
            .read_logs(&self.release.id, PRODUCTION, &chosen.handle, name);
        read.expect("it is read")
    }

    fn review(&self, name: &str) -> String {
        let path = self.folder.path().join(name);
        let (id, words) = (&self.release.id, words());
        let format = NoteFormat::Markdown;
        let desk = &self.stage.desk;
        desk.export_review(id, PRODUCTION, format, &words, &path)
            .expect("it is written");
        std::fs::read_to_string(path).expect("a file")
    }

    fn wrote(&self, kind: &str) -> usize {
        let page = self
            .stage
            .desk
            .history(&HistoryFilter::default())
            .expect("a history");
        page.entries
            .iter()
            .filter(|entry| entry.kind == kind)
            .count()
    }
}

fn words() -> Catalog {
    let copy = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/copy");
    let text = std::fs::read_to_string(copy.join("report/release.en.json")).expect("the words");
    Catalog::of(&[&text]).expect("a flat catalog")
}

const LOG: &str = "[19:57:00 INF] Restoring\n[19:57:01 ERR] Invalid object name 'CMS_X'.\n";

#[tokio::test]
async fn logs_are_kept_with_the_stage_they_belong_to_and_can_be_forgotten() {
    let papers = Papers::new();
    let read = papers.read("deployment.log", LOG);
    assert_eq!(
        (read.stage.as_str(), read.file_name.as_str()),
        (PRODUCTION, "deployment.log")
    );
    assert_eq!(read.findings[0].code, "table-missing");
    let desk = &papers.stage.desk;
    let kept = desk.logs(&papers.release.id).expect("they are listed");
    assert_eq!(kept, std::slice::from_ref(&read));
    desk.forget_logs(&papers.release.id, &read.id)
        .expect("it goes");
    desk.forget_logs(&papers.release.id, &read.id)
        .expect("twice is fine");
    assert!(
        desk.logs(&papers.release.id)
            .expect("they are listed")
            .is_empty()
    );
    assert_eq!(
        (
            papers.wrote("release-logs-read"),
            papers.wrote("release-logs-forgotten")
        ),
        (1, 1)
    );
}

#[tokio::test]
async fn the_same_logs_again_take_the_place_of_the_first_reading() {
    let papers = Papers::new();
    papers.read("deployment.log", LOG);
    let again = papers.read("copy.log", LOG);
    let other = papers.read("other.log", "[19:57:00 INF] Deployment succeeded.\n");
    let kept = papers
        .stage
        .desk
        .logs(&papers.release.id)
        .expect("they are listed");
    let mut ids: Vec<_> = kept.iter().map(|reading| &reading.id).collect();
    ids.sort();
    let mut expected = [&again.id, &other.id];
    expected.sort();
    assert_eq!(ids, expected);
}

#[tokio::test]
async fn logs_of_a_stage_or_a_file_nobody_knows_are_refused() {
    let papers = Papers::new();
    let desk = &papers.stage.desk;
    let chosen = desk.take_in(&[papers.file("a.log", LOG)]).expect("a file");
    let id = &papers.release.id;
    for (release, stage, handle, refused) in [
        (
            "nobody",
            PRODUCTION,
            chosen.handle.as_str(),
            "release-not-found",
        ),
        (
            id,
            "production:moon",
            &chosen.handle,
            "release-part-not-found",
        ),
        (id, PRODUCTION, "nobody", "file-unreadable"),
    ] {
        assert_eq!(
            code(desk.read_logs(release, stage, handle, "reading")),
            refused
        );
    }
    assert_eq!(code(desk.logs("nobody")), "release-not-found");
}

#[tokio::test]
async fn logs_that_are_no_longer_waited_for_are_not_read_and_leave_nothing_behind() {
    let papers = Papers::new();
    let desk = &papers.stage.desk;
    let chosen = desk.take_in(&[papers.file("a.log", LOG)]).expect("a file");
    let (id, handle) = (&papers.release.id, &chosen.handle);
    desk.stop_reading("left");
    assert_eq!(
        code(desk.read_logs(id, PRODUCTION, handle, "left")),
        "cancelled"
    );
    assert_eq!(desk.logs(id).expect("reads"), []);
    assert_eq!(papers.wrote("release-logs-read"), 0);
    let again = desk.read_logs(id, PRODUCTION, handle, "again");
    again.expect("the same file, once somebody waits");
}

#[tokio::test]
async fn a_review_is_frozen_once_as_long_as_it_says_the_same() {
    let papers = Papers::new();
    let first = papers.review("first.md");
    papers.stage.clock.advance(Duration::from_secs(3_600));
    let again = papers.review("again.md");
    assert_eq!(first, again, "the same words are the same document");
    let added = ReleaseEvent::ItemAdded {
        stage: PRODUCTION.into(),
        text: "Ask the press team".into(),
        required: true,
    };
    let desk = &papers.stage.desk;
    desk.release_event(&papers.release.id, &added)
        .expect("it is added");
    let other = papers.review("other.md");
    assert!(other.contains("Ask the press team") && !first.contains("Ask the press team"));
    let hash = |text: &str| {
        text.split("SHA-256 ")
            .last()
            .map(|rest| rest[..64].to_owned())
    };
    assert_ne!(hash(&first), hash(&other));
    assert_eq!(papers.wrote("release-review-exported"), 3);
    let name = desk
        .review_name(&papers.release.id, PRODUCTION)
        .expect("a name");
    assert_eq!(name, "readiness-review-production-prod-Summer-sale");
}

#[tokio::test]
async fn the_report_of_a_release_that_was_only_begun_says_what_is_missing() {
    let papers = Papers::new();
    papers.read("deployment.log", LOG);
    let path = papers.folder.path().join("report.html");
    let desk = &papers.stage.desk;
    let written = desk.export_release_report(&papers.release.id, &words(), &path);
    written.expect("it is written");
    let page = std::fs::read_to_string(&path).expect("a file");
    for told in [
        "Summer / sale",
        "Dancing Goat",
        "Nothing was measured",
        "Restoring",
        "not there",
    ] {
        assert!(page.contains(told), "{told} is missing in {page}");
    }
    assert_eq!(papers.wrote("release-report-exported"), 1);
    let name = desk
        .release_report_name(&papers.release.id)
        .expect("a name");
    assert!(name.starts_with("release-report-Summer-sale-"), "{name}");
}

/// A package in the list, as it is after its inspection.
fn inspected(papers: &Papers, version: &str) -> InspectedFile {
    let path = papers.folder.path().join(format!("{version}.zip"));
    let sample = SamplePackage::new().version(version);
    sample.write(&path).expect("a package");
    let judged = package::inspect(&path, &package::Ground::default(), &|| false);
    let file = InspectedFile {
        id: version.to_owned(),
        file_name: format!("{version}.zip"),
        stamp: FileStamp::at(&path).expect("a file"),
        inspection: judged.expect("it is read"),
        sha256: Some(package::sha256_of(version.as_bytes())),
        crc64: None,
        inspected_at: papers.stage.desk.now(),
        path,
    };
    let ledger = &papers.stage.desk.0.ledger;
    ledger.save_package(&file).expect("it is kept");
    file
}

fn placed(papers: &Papers, file: &InspectedFile, downtime_ms: Option<Count>) {
    let placement = Placement {
        project_id: "p".into(),
        env: EnvKey("prod".into()),
        sha256: file.sha256.clone().expect("a hash"),
        file_name: file.file_name.clone(),
        build_number: None,
        code_version: Some(file.id.clone()),
        at: papers.stage.desk.now(),
        known_by: KnownBy::Measured,
        downtime_ms,
    };
    let ledger = &papers.stage.desk.0.ledger;
    ledger
        .add_placement(&file.id, &placement)
        .expect("it is placed");
}

#[tokio::test]
async fn what_was_measured_stands_beside_what_was_predicted_before_it_arrived() {
    let papers = Papers::new();
    let (old, new) = (inspected(&papers, "31.6.2"), inspected(&papers, "31.7.0"));
    let (desk, id) = (&papers.stage.desk, &papers.release.id);
    placed(&papers, &old, None);
    papers.stage.clock.advance(Duration::from_secs(60));
    let chosen = ReleaseEvent::PackageChosen {
        package_id: new.id.clone(),
    };
    desk.release_event(id, &chosen).expect("it is chosen");
    placed(&papers, &new, Some(Count(754_000)));
    let kept = desk.kept_release(id).expect("a release");
    let mut there = kept.release.clone();
    let mut stages = there.stages.iter_mut();
    let stage = stages.find(|stage| stage.id == PRODUCTION);
    stage.expect("production").arrived = Some(Arrival {
        at: desk.now(),
        known_by: ArrivalKnownBy::Measured,
    });
    let ledger = &desk.0.ledger;
    ledger
        .change_release(&kept, &there, desk.now())
        .expect("it is there");
    let path = papers.folder.path().join("report.html");
    desk.export_release_report(id, &words(), &path)
        .expect("it is written");
    let page = std::fs::read_to_string(&path).expect("a file");
    assert!(page.contains("Offline for a while"), "{page}");
    assert!(page.contains("12 min 34 s"), "{page}");
    let figures = desk.figures("p").expect("figures");
    assert_eq!(figures.releases[0].downtime_ms, Some(Count(754_000)));
}

/// A year: 200 releases in production, each of them monitored; some windows of what was looked at
/// lie beside them.
fn a_year(papers: &Papers) {
    let ledger = &papers.stage.desk.0.ledger;
    let now = papers.stage.desk.now();
    let mut tally = Tally::default();
    for ms in 0..7 {
        tally.add(&Look {
            probe_id: "x".into(),
            at: now,
            works: true,
            status: Some(200),
            took_ms: Count(100 + ms),
            because: LookBecause::AsExpected,
            params: BTreeMap::new(),
            redirects: Vec::new(),
            body_sha256: None,
            tries: 1,
        });
    }
    let window = Window {
        at: now,
        seconds: 10,
        tallies: BTreeMap::from([("x".to_owned(), tally)]),
    };
    let windows = vec![window; 4];
    for n in 0..200_i64 {
        let at = Moment(now.0 - jiff::SignedDuration::from_hours(n * 43));
        let mut release = papers.release.clone();
        release.id = format!("release-{n}");
        release.started_at = Moment(at.0 - jiff::SignedDuration::from_hours(48));
        let production = release.stages.iter_mut();
        for stage in production.filter(|stage| stage.kind == StageKind::Production) {
            stage.arrived = Some(Arrival {
                at,
                known_by: ArrivalKnownBy::Measured,
            });
        }
        ledger.add_release(&release).expect("a release");
        let job = Job {
            id: format!("job-{n}"),
            kind: JobKind::Monitor,
            project_id: Some("p".into()),
            env: Some("prod".into()),
            package: None,
            state: JobState::Succeeded,
            phase: "done".into(),
            done: Bytes(0),
            total: Bytes(0),
            speed: None,
            eta_s: None,
            params: [
                ("release_id", release.id.clone()),
                ("stage", PRODUCTION.to_owned()),
                ("downtime_ms", (n * 1_000).to_string()),
            ]
            .map(|(key, value)| (key.to_owned(), value))
            .into(),
            started_at: at,
            updated_at: at,
            revision: 1,
        };
        ledger.start_job(&job, None).expect("a job");
        keep_windows(papers, &job, &release, &windows);
    }
}

fn keep_windows(papers: &Papers, job: &Job, release: &Release, windows: &[Window]) {
    use crate::release::monitor::{Monitor, MonitorPolicy, Subject};
    let desk = &papers.stage.desk;
    let subject = Subject {
        probes: Vec::new(),
        baseline: BTreeMap::new(),
        triggers: Vec::new(),
        arrived: true,
    };
    let monitor = Monitor::new(subject, MonitorPolicy::default(), desk.0.watching.clone());
    let ledger = &desk.0.ledger;
    let key = (release.id.as_str(), PRODUCTION);
    ledger
        .save_monitor(&job.id, key, job.started_at, &monitor.kept())
        .expect("a monitor");
    for part in [Part::Before, Part::During] {
        ledger
            .save_windows(&job.id, part, windows, true)
            .expect("windows");
    }
}

#[tokio::test]
async fn a_year_of_releases_is_counted_without_reading_what_was_looked_at() {
    let papers = Papers::new();
    a_year(&papers);
    let figures = papers.stage.desk.figures("p").expect("figures");
    assert_eq!(figures.releases.len(), 200);
    assert_eq!(figures.lead_time_hours.median, Some(48.0));
    assert_eq!(figures.change_failure_percent, Some(0.0));
    assert_eq!(figures.downtime_minutes.last, Some(0.0));
    assert_eq!(figures.releases[60].downtime_ms, Some(Count(60_000)));
    let counted: u64 = figures
        .deployments_per_month
        .iter()
        .map(|month| month.count.0)
        .sum();
    assert_eq!(counted, 200);
    assert_eq!(
        code(papers.stage.desk.figures("nobody")),
        "project-not-found"
    );
}
