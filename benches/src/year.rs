//! A year of releases as the ledger keeps it: 200 of them, each looked at for half an hour by 14
//! probes every second, which is five million looks, put together as the monitor does.

use slipway_engine::desk::{KnownBy, Placement, seat};
use slipway_engine::job::{Job, JobKind, JobState};
use slipway_engine::ledger::{EntryDraft, Ledger};
use slipway_engine::project::{EnvKey, Project};
use slipway_engine::release::WatchPolicy;
use slipway_engine::release::journey::{
    Arrival, ArrivalKnownBy, Beginning, PressHow, PressOutcome, Purpose, Release, ReleasePackage,
    ReleasePress, ReleaseVerdict, VerdictKind,
};
use slipway_engine::release::monitor::{
    Monitor, MonitorKept, MonitorPolicy, Part, Subject, Tally, Window,
};
use slipway_engine::release::probe::{Look, LookBecause, Probe};
use slipway_engine::release::readiness::Template;
use slipway_engine::units::{Bytes, Count, Moment};
use std::collections::BTreeMap;
use std::path::Path;

pub const RELEASES: u64 = 200;
const PROBES: u64 = 14;
const HALF_HOUR: u64 = 30 * 60;
/// Of a window, in seconds.
const WINDOW: u64 = 10;
/// Lines of the history each release leaves.
const LINES: u64 = 30;
const BEGINNING: i64 = 1_784_318_220;
const BETWEEN: i64 = 365 * 24 * 3_600 / RELEASES.cast_signed();
const STAGE: &str = "production:prod";

/// How much there is of it.
pub struct Year {
    pub project: Project,
    /// The newest.
    pub release: String,
    pub looks: u64,
}

/// Writes it into the ledger in `folder`.
pub fn write(folder: &Path) -> Year {
    let ledger = Ledger::open(&folder.join("slipway.db")).expect("a ledger");
    let project = seat::project(Some("https://shop.example"));
    ledger.save_project(&project).expect("a project");
    let mut looks = 0;
    for number in 0..RELEASES {
        looks += release(&ledger, &project, number);
    }
    Year {
        project,
        release: id(RELEASES - 1),
        looks,
    }
}

/// Gives how many looks there were.
fn release(ledger: &Ledger, project: &Project, number: u64) -> u64 {
    let at = |minutes: i64| moment(BEGINNING + number.cast_signed() * BETWEEN + minutes * 60);
    let release = gone_well(project, number, at);
    ledger.add_release(&release).expect("a release");
    for line in 0..LINES {
        let draft = EntryDraft::new("release-item-done")
            .person("Petra Novak")
            .project(project)
            .param("release_name", &release.name)
            .param("line", line);
        ledger
            .append(draft, at(line.cast_signed()))
            .expect("a line");
    }
    for stage in release.stages.iter().filter(|stage| stage.kind.deploys()) {
        let env = stage.env.clone().expect("an environment");
        let placement = placement(&release, env, at(60));
        let brought_by = format!("{}:{}", release.id, stage.id);
        ledger
            .add_placement(&brought_by, &placement)
            .expect("a placement");
    }
    let job = monitor_job(&release, at(61));
    ledger.start_job(&job, None).expect("a job");
    let windows = half_hour(number, at(65));
    ledger
        .save_monitor(&job.id, (&release.id, STAGE), at(61), &kept(project, at))
        .expect("a monitor");
    ledger
        .save_windows(&job.id, Part::During, &windows, true)
        .expect("its windows");
    let tallies = windows.iter().flat_map(|window| window.tallies.values());
    tallies.map(|tally| u64::from(tally.looks())).sum()
}

fn gone_well(project: &Project, number: u64, at: impl Fn(i64) -> Moment) -> Release {
    let mut ids = 0;
    let mut release = Release::begin(Beginning {
        id: id(number),
        project_id: &project.id,
        environments: &project.environments,
        purpose: Purpose::NewFeatures,
        name: &format!("Release {number}"),
        package: Some(ReleasePackage {
            sha256: format!("{number:064x}"),
            file_name: format!("Shop 1.{number}.zip"),
            build_number: Some(format!("1.{number}.0")),
            code_version: Some("31.6.2".into()),
            size: Bytes(80_000_000),
        }),
        template: &Template::usual(),
        lessons: &[],
        person: "Petra Novak",
        now: at(0),
        new_id: &mut || {
            ids += 1;
            format!("item-{ids}")
        },
    })
    .expect("a release");
    for stage in release
        .stages
        .iter_mut()
        .filter(|stage| stage.kind.deploys())
    {
        stage.presses.push(ReleasePress {
            id: format!("{}:{}", id(number), stage.id),
            how: PressHow::DeployTo,
            at: at(50),
            by: "Petra Novak".into(),
            due: None,
            cancelled_at: None,
            upload_job: None,
            outcome: Some(PressOutcome::Arrived),
        });
        stage.arrived = Some(Arrival {
            at: at(60),
            known_by: ArrivalKnownBy::Measured,
        });
    }
    release.verdict = Some(ReleaseVerdict {
        kind: VerdictKind::Healthy,
        at: at(100),
        by: "Petra Novak".into(),
        remarks: String::new(),
    });
    release
}

fn placement(release: &Release, env: EnvKey, at: Moment) -> Placement {
    let package = release.package.as_ref().expect("a package");
    Placement {
        project_id: release.project_id.clone(),
        env,
        sha256: package.sha256.clone(),
        file_name: package.file_name.clone(),
        build_number: package.build_number.clone(),
        code_version: package.code_version.clone(),
        at,
        known_by: KnownBy::Measured,
        downtime_ms: Some(Count(754_000)),
    }
}

fn monitor_job(release: &Release, at: Moment) -> Job {
    let params = [
        ("release_id", release.id.as_str()),
        ("stage", STAGE),
        ("downtime_ms", "754000"),
        ("fired", "0"),
    ];
    Job {
        id: format!("monitor-{}", release.id),
        kind: JobKind::Monitor,
        project_id: Some(release.project_id.clone()),
        env: Some("prod".into()),
        package: None,
        state: JobState::Succeeded,
        phase: "done".into(),
        done: Bytes(0),
        total: Bytes(0),
        speed: None,
        eta_s: None,
        params: params
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .into(),
        started_at: at,
        updated_at: at,
        revision: 1,
    }
}

/// A monitor at the end of its half hour.
fn kept(project: &Project, at: impl Fn(i64) -> Moment) -> MonitorKept {
    let environment = project.environments.last().expect("PROD");
    let subject = Subject {
        probes: (0..PROBES)
            .map(|number| Probe {
                id: probe(number),
                ..Probe::start_page(environment).expect("a site")
            })
            .collect(),
        ..Subject::default()
    };
    let fresh = Monitor::new(subject, MonitorPolicy::default(), WatchPolicy::default()).kept();
    let mut kept = serde_json::to_value(fresh).expect("it is written");
    let text = |moment| serde_json::to_value(moment).expect("a moment");
    kept["phase"] = "done".into();
    kept["watched_from"] = text(at(65));
    kept["ended"] = text(at(95));
    kept["seen_at"] = text(at(95));
    kept["looked_ms"] = (HALF_HOUR * 1_000).into();
    serde_json::from_value(kept).expect("it is read")
}

fn half_hour(release: u64, from: Moment) -> Vec<Window> {
    let mut drawn = release + 1;
    let windows = 0..HALF_HOUR / WINDOW;
    windows
        .map(|number| {
            let second = from.0.as_second() + (number * WINDOW).cast_signed();
            Window {
                at: moment(second),
                seconds: u32::try_from(WINDOW).expect("short"),
                tallies: (0..PROBES)
                    .map(|number| (probe(number), window(number, second, &mut drawn)))
                    .collect(),
            }
        })
        .collect()
}

fn window(number: u64, from: i64, drawn: &mut u64) -> Tally {
    let mut tally = Tally::default();
    for second in 0..WINDOW.cast_signed() {
        // Knuth's generator: any spread will do, as long as it is the same each time.
        *drawn = drawn
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        tally.add(&Look {
            probe_id: probe(number),
            at: moment(from + second),
            works: true,
            status: Some(200),
            took_ms: Count(90 + (*drawn >> 33) % 260),
            because: LookBecause::AsExpected,
            params: BTreeMap::new(),
            redirects: Vec::new(),
            body_sha256: None,
            tries: 1,
        });
    }
    tally
}

fn id(number: u64) -> String {
    format!("release-{number:03}")
}

fn probe(number: u64) -> String {
    format!("probe-{number}")
}

fn moment(second: i64) -> Moment {
    Moment(jiff::Timestamp::from_second(second).expect("a moment"))
}
