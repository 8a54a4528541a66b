//! What must be true after every start of Slipway, whatever happened: its ledger against what the
//! practice world knows.

use crate::stage::Stage;
use slipway_engine::desk::{ChainState, HistoryFilter, WatchVerdict};
use slipway_engine::job::{Job, JobKind, JobState};
use slipway_engine::ledger::Ledger;
use slipway_engine::release::journey::{Release, StageKind, VerdictKind};
use slipway_engine::restore::DATABASE_BLOB;
use slipway_engine::restore::session::{Session, Transfer};
use slipway_practice::DeploymentState;
use std::collections::BTreeMap;
use std::path::Path;

/// Kinds of lines that say a package arrived.
const ARRIVED: [&str; 2] = ["upload-accepted", "upload-told-arrived"];

/// What a release is measured for in PROD.
const HALF_AN_HOUR_MS: u64 = 30 * 60 * 1_000;

/// What was true before, so that nothing is lost.
#[derive(Default)]
pub struct Known {
    entries: u64,
    jobs: usize,
    /// Of each release how often it was decided and pressed.
    told: BTreeMap<String, usize>,
}

/// Sentences about what does not hold.
pub async fn broken(stage: &Stage, known: &mut Known) -> Vec<String> {
    let ledger = match Ledger::open(&stage.ledger()) {
        Ok(ledger) => ledger,
        Err(fault) => return vec![format!("the ledger does not open: {fault:?}")],
    };
    let mut broken = Vec::new();
    chain(&ledger, known, &mut broken);
    let uploads = jobs(&ledger, JobKind::Upload);
    if uploads.len() < known.jobs {
        broken.push(format!(
            "{} of {} uploads are left",
            uploads.len(),
            known.jobs
        ));
    }
    known.jobs = uploads.len();
    sent_once(stage, &ledger, &uploads, &mut broken);
    seen_live(stage, &ledger, &mut broken);
    releases(stage, &ledger, known, &mut broken);
    for kept in ledger.restores("practice").expect("restores") {
        verified(stage, &kept.session, &mut broken).await;
    }
    broken
}

/// The history is whole and only grows.
fn chain(ledger: &Ledger, known: &mut Known, broken: &mut Vec<String>) {
    match ledger.verify() {
        Ok(ChainState::Whole { entries }) if entries.0 >= known.entries => {
            known.entries = entries.0;
        }
        other => broken.push(format!(
            "the history, of {} before: {other:?}",
            known.entries
        )),
    }
}

/// Of each package there are as many deployments as uploads that are said to have arrived, and of
/// those nobody knows about yet either one or none each; and so in the places and the history, but
/// for what could not be written there yet.
fn sent_once(stage: &Stage, ledger: &Ledger, uploads: &[Job], broken: &mut Vec<String>) {
    let deployments = stage.world.deployments();
    let in_qa = deployments.iter().filter(|it| it.env.0 == "qa");
    let deployed = counted(in_qa.map(|it| it.package.sha256.as_str()));
    let whole = HistoryFilter {
        limit: Some(u32::MAX),
        ..HistoryFilter::default()
    };
    let history = ledger.entries(&whole).expect("the history").entries;
    let told = history
        .iter()
        .filter(|it| ARRIVED.contains(&it.kind.as_str()));
    let told = counted(told.filter_map(|it| it.sha256.as_deref()));
    let placements = ledger.placements_in("practice").expect("placements");
    let in_qa = placements.iter().filter(|it| it.env.0 == "qa");
    let placed = counted(in_qa.map(|it| it.sha256.as_str()));

    let sent = uploads.iter().filter_map(|it| it.package.as_deref());
    for sha256 in counted(sent).into_keys() {
        let of_it = uploads
            .iter()
            .filter(|it| it.package.as_deref() == Some(sha256));
        let late = of_it.clone().filter(|job| is_late(job)).count();
        let states: Vec<&JobState> = of_it.map(|job| &job.state).collect();
        let arrived = states
            .iter()
            .filter(|it| ***it == JobState::Succeeded)
            .count();
        let open = states.iter().filter(|state| !state.has_ended()).count();
        for (what, found, late) in [
            ("deployments", &deployed, 0),
            ("places", &placed, late),
            ("lines of the history", &told, late),
        ] {
            let found = found.get(sha256).copied().unwrap_or_default();
            if found + late < arrived || found > arrived + open {
                broken.push(format!("{found} {what} for {sha256}: {states:?}"));
            }
        }
    }
}

/// Its arrival could not be written down when the Portal said so.
fn is_late(upload: &Job) -> bool {
    upload.state == JobState::Succeeded && upload.params.contains_key("not_recorded")
}

/// Uploads that are missing in the history though there was room for them since.
pub fn left_out(stage: &Stage) -> Vec<String> {
    let ledger = Ledger::open(&stage.ledger()).expect("it opens");
    let uploads = jobs(&ledger, JobKind::Upload).into_iter();
    let late = uploads.filter(is_late);
    late.map(|job| format!("{} is not in the history", job.id))
        .collect()
}

fn counted<'a>(each: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for one in each {
        *counts.entry(one).or_default() += 1;
    }
    counts
}

/// A release forgets nothing it was told, has arrived only where its package runs, was clicked in
/// the Portal once, and is healthy only after the half hour was measured.
fn releases(stage: &Stage, ledger: &Ledger, known: &mut Known, broken: &mut Vec<String>) {
    let deployments = stage.world.deployments();
    for kept in ledger.releases("practice").expect("releases") {
        let release = kept.release;
        let stages = release.stages.iter();
        let told = stages.map(|it| it.presses.len() + usize::from(it.decision.is_some()));
        let told = told.sum();
        let before = known.told.insert(release.id.clone(), told);
        if before.is_some_and(|before| told < before) {
            broken.push(format!("{} forgot: {told} of {before:?}", release.name));
        }
        let package = release.package.as_ref().expect("one with a package");
        for of in release.stages.iter().filter(|it| it.kind.deploys()) {
            let there = deployments.iter().filter(|it| {
                it.package.sha256 == package.sha256 && Some(&it.env) == of.env.as_ref()
            });
            let states: Vec<_> = there.map(|it| it.state).collect();
            let arrived = states.contains(&DeploymentState::Succeeded);
            if of.arrived.is_some() && !arrived {
                broken.push(format!("{} is not in {}: {states:?}", release.name, of.id));
            }
            let in_portal = of.presses.iter().filter(|it| it.upload_job.is_none());
            if in_portal.count() > 1 {
                broken.push(format!("{} was pressed twice for {}", release.name, of.id));
            }
        }
        let healthy = release.verdict.as_ref();
        if healthy.is_some_and(|it| it.kind == VerdictKind::Healthy) {
            measured(ledger, &release, broken);
        }
    }
}

fn measured(ledger: &Ledger, release: &Release, broken: &mut Vec<String>) {
    let production = release.stages.iter();
    let production = production.filter(|it| it.kind == StageKind::Production);
    for stage in production {
        let monitor = ledger
            .monitor_of(&release.id, &stage.id)
            .expect("a monitor");
        let kept = monitor.map(|it| serde_json::to_value(it.kept).expect("it is plain"));
        let looked = kept.and_then(|kept| kept["looked_ms"].as_u64());
        if looked.is_none_or(|ms| ms < HALF_AN_HOUR_MS) {
            broken.push(format!("{} is healthy after {looked:?} ms", release.name));
        }
    }
}

/// What looks live is.
fn seen_live(stage: &Stage, ledger: &Ledger, broken: &mut Vec<String>) {
    let deployments = stage.world.deployments();
    for job in jobs(ledger, JobKind::Watch) {
        let verdict = ledger.watch(&job.id).expect("a watch").verdict;
        let live = deployments.iter().any(|it| {
            Some(&it.package.sha256) == job.package.as_ref()
                && it.state == DeploymentState::Succeeded
        });
        if verdict == WatchVerdict::LooksLive && !live {
            broken.push(format!("{:?} looks live and is not", job.package));
        }
    }
}

/// What is called verified lies there as it was sent.
async fn verified(stage: &Stage, session: &Session, broken: &mut Vec<String>) {
    let (Transfer::Done { verified: true, .. }, true) = (&session.transfer, session.is_open())
    else {
        return;
    };
    let open = stage.world.custom_restore().sessions().pop();
    let Some(there) = open.filter(|session| session.is_open()) else {
        return;
    };
    let database = stage.file("export.bacpac");
    compare(
        stage,
        &there.database,
        &[(DATABASE_BLOB.into(), database)],
        broken,
    )
    .await;
    let files: Vec<_> = files_under(&stage.file("files"));
    compare(stage, &there.storage, &files, broken).await;
}

async fn compare(
    stage: &Stage,
    container: &str,
    sent: &[(String, std::path::PathBuf)],
    broken: &mut Vec<String>,
) {
    let blobs = stage.world.storage().blobs(container).unwrap_or_default();
    if blobs.len() != sent.len() {
        let names: Vec<_> = blobs.iter().map(|blob| &blob.name).collect();
        broken.push(format!("{container} holds {names:?}"));
    }
    for (name, path) in sent {
        let copy = stage.file("copy");
        let _ = std::fs::remove_file(&copy);
        let storage = stage.world.storage();
        let copied = storage.copy_to_file(container, name, copy.clone()).await;
        let same = copied.is_ok() && std::fs::read(&copy).ok() == std::fs::read(path).ok();
        if !same {
            broken.push(format!(
                "{name} is called verified and is not the same: {copied:?}"
            ));
        }
    }
}

/// Names in the container, and paths.
fn files_under(root: &Path) -> Vec<(String, std::path::PathBuf)> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("it can be listed") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path
                    .strip_prefix(root)
                    .expect("below")
                    .display()
                    .to_string();
                found.push((name, path));
            }
        }
    }
    found
}

fn jobs(ledger: &Ledger, kind: JobKind) -> Vec<Job> {
    ledger.jobs_of_kind("practice", kind).expect("jobs")
}
