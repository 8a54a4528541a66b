//! What runs where after a release moved: told by the user, measured from outside, or there before
//! the release was begun.

use crate::desk::{Desk, KnownBy, Placement};
use crate::fault::Fault;
use crate::job::{Job, JobState};
use crate::project::EnvKey;
use crate::release::journey::{ArrivalKnownBy, Release, RollbackWay, Stage};
use crate::units::{Count, Moment};

impl Desk {
    /// The package of a release was seen to run in the environment of a stage, or that is told.
    /// `downtime` in milliseconds, where it was measured.
    ///
    /// Faults: `release-not-found`, `release-part-not-found`, `release-no-target`.
    pub(in crate::desk) fn release_arrived(
        &self,
        release_id: &str,
        stage: &str,
        at: Moment,
        known_by: KnownBy,
        downtime: Option<Count>,
    ) -> Result<(), Fault> {
        let Some(arrival) = arrival_of(known_by) else {
            return Ok(());
        };
        let mut changed = false;
        let release = self.change_release(release_id, |release| {
            let after = release.arrived(stage, at, arrival)?;
            changed = after != *release;
            Ok(after)
        })?;
        self.note_placement(&release, stage, at, known_by, downtime)?;
        if !changed {
            return Ok(());
        }
        let kind = match arrival {
            ArrivalKnownBy::Measured => "release-arrived",
            ArrivalKnownBy::Told => "release-told-arrived",
        };
        let entry = release.entry(kind, Some(stage)).param("at", at);
        self.write_entry(match downtime {
            Some(Count(ms)) => entry.param("downtime_ms", ms),
            None => entry,
        })
    }

    /// The user said that it arrived.
    pub(super) fn place_told(&self, release: &Release, stage: &str) -> Result<(), Fault> {
        self.note_placement(release, stage, self.now(), KnownBy::Told, None)
    }

    /// What ran in production before runs there again.
    pub(super) fn place_rolled_back(&self, release: &Release) -> Result<(), Fault> {
        let back = release.rolled_back.as_ref();
        let Some(back) = back.filter(|back| back.way != RollbackWay::FixForward) else {
            return Ok(());
        };
        let Some(previous) = self.previous_in_production(release)? else {
            return Ok(());
        };
        let placement = Placement {
            at: back.restored_at.unwrap_or_else(|| self.now()),
            known_by: KnownBy::Told,
            downtime_ms: None,
            ..previous
        };
        let brought_by = format!("{}:rollback", release.id);
        self.0.ledger.add_placement(&brought_by, &placement)
    }

    /// The release with the environments in which its package runs already.
    pub(super) fn with_what_runs_already(&self, release: Release) -> Result<Release, Fault> {
        let Some(package) = release.package.clone() else {
            return Ok(release);
        };
        let mut next = release;
        let targets: Vec<(String, EnvKey)> = next
            .stages
            .iter()
            .filter(|stage| stage.kind.deploys() && stage.arrived.is_none())
            .filter_map(|stage| Some((stage.id.clone(), stage.env.clone()?)))
            .collect();
        for (stage, env) in targets {
            let last = self.0.ledger.last_placement(&next.project_id, &env)?;
            let Some(last) = last.filter(|last| last.sha256 == package.sha256) else {
                continue;
            };
            if let Some(known_by) = arrival_of(last.known_by) {
                next = next.arrived(&stage, last.at, known_by)?;
            }
        }
        Ok(next)
    }

    pub(super) fn note_what_runs_already(&self, release: &Release) -> Result<(), Fault> {
        self.change_release(&release.id, |release| {
            self.with_what_runs_already(release.clone())
        })?;
        Ok(())
    }

    /// An upload was seen, or is told, to be live: releases that carry this package arrived there.
    pub(in crate::desk) fn releases_see_live(
        &self,
        upload: &Job,
        known_by: KnownBy,
        downtime: Option<Count>,
    ) -> Result<(), Fault> {
        let (Some(project_id), Some(env), Some(sha256)) =
            (&upload.project_id, &upload.env, &upload.package)
        else {
            return Ok(());
        };
        let env = EnvKey(env.clone());
        let now = self.now();
        // An upload may end before the release it was started from knows of it.
        self.0.releases.written();
        for kept in self.0.ledger.open_releases(project_id)? {
            let package = kept.release.package.as_ref();
            let carries = package.is_some_and(|package| package.sha256 == *sha256);
            if let Some(stage) = kept.release.stage_into(&env).filter(|_| carries) {
                self.release_arrived(&kept.release.id, &stage.id, now, known_by, downtime)?;
            }
        }
        Ok(())
    }

    /// An upload ended without bringing anything: the press it was does not stand any more.
    pub(in crate::desk) fn releases_see_nothing_came(&self, upload: &Job) -> Result<(), Fault> {
        let Some(project_id) = &upload.project_id else {
            return Ok(());
        };
        // It may end before the release it was started from knows of it.
        self.0.releases.written();
        for kept in self.0.ledger.open_releases(project_id)? {
            let mut presses = kept.release.stages.iter().flat_map(|stage| &stage.presses);
            if presses.any(|press| press.upload_job.as_deref() == Some(&upload.id)) {
                self.change_release(&kept.release.id, |release| {
                    Ok(release.upload_came_to_nothing(&upload.id))
                })?;
            }
        }
        Ok(())
    }

    /// A release hears of its uploads that ended for nothing where it could not be told at once, as
    /// while the disk was full: otherwise nothing could be sent there ever again.
    pub(super) fn catch_up_with_uploads(&self, release_id: &str) -> Result<(), Fault> {
        let Some(kept) = self.0.ledger.release(release_id)? else {
            return Ok(());
        };
        let sent = kept.release.stages.iter().filter_map(Stage::under_way);
        for id in sent.filter_map(|press| press.upload_job.as_deref()) {
            let ended = self.0.ledger.job(id)?.map(|job| job.state);
            if let Some(JobState::Failed { .. } | JobState::Cancelled) = ended {
                self.change_release(release_id, |release| Ok(release.upload_came_to_nothing(id)))?;
            }
        }
        Ok(())
    }

    /// Writes down that the package of a release runs there. What a press brought is noted once,
    /// however often it is seen.
    fn note_placement(
        &self,
        release: &Release,
        stage: &str,
        at: Moment,
        known_by: KnownBy,
        downtime: Option<Count>,
    ) -> Result<(), Fault> {
        let (Some(package), Some(stage)) = (&release.package, release.stage(stage)) else {
            return Ok(());
        };
        let Some(env) = &stage.env else {
            return Ok(());
        };
        let Some(brought_by) = brought_by(stage) else {
            let last = self.0.ledger.last_placement(&release.project_id, env)?;
            // It is written down already by whatever brought it.
            if last.is_some_and(|last| last.sha256 == package.sha256) {
                return Ok(());
            }
            let key = format!("{}:{}", release.id, stage.id);
            let placement = placement(release, package, env, at, known_by, downtime);
            return self.0.ledger.add_placement(&key, &placement);
        };
        let placement = placement(release, package, env, at, known_by, downtime);
        self.0.ledger.add_placement(&brought_by, &placement)?;
        let ledger = &self.0.ledger;
        ledger.confirm_placement(&brought_by, known_by, downtime)
    }
}

/// A package that was only sent has not arrived.
fn arrival_of(known_by: KnownBy) -> Option<ArrivalKnownBy> {
    match known_by {
        KnownBy::Sent => None,
        KnownBy::Told => Some(ArrivalKnownBy::Told),
        KnownBy::Measured => Some(ArrivalKnownBy::Measured),
    }
}

/// By what the placement is known: the upload, or the press in the Portal.
fn brought_by(stage: &Stage) -> Option<String> {
    let press = stage.last_press()?;
    Some(press.upload_job.as_ref().unwrap_or(&press.id).clone())
}

fn placement(
    release: &Release,
    package: &crate::release::journey::ReleasePackage,
    env: &EnvKey,
    at: Moment,
    known_by: KnownBy,
    downtime_ms: Option<Count>,
) -> Placement {
    Placement {
        project_id: release.project_id.clone(),
        env: env.clone(),
        sha256: package.sha256.clone(),
        file_name: package.file_name.clone(),
        build_number: package.build_number.clone(),
        code_version: package.code_version.clone(),
        at,
        known_by,
        downtime_ms,
    }
}
