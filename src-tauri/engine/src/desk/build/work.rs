//! The build itself: the documented commands, the package, and the proof.

use super::plan::Plan;
use crate::desk::Desk;
use crate::desk::files::shown_name;
use crate::desk::packages::Phases;
use crate::fault::{Fault, NextStep, Retry};
use crate::job::{JobRun, JobState};
use crate::ledger::EntryDraft;
use crate::package::build::{self, BuildObserver, BuildProgress, Built, Survey};
use crate::package::project_folder::BuildStep;
use std::cell::Cell;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

const PROVING: Phases = Phases {
    reading: "proving",
    hashing: "proving",
};

impl Desk {
    pub(super) fn work_through(&self, run: JobRun, plan: Plan, output: &Path) {
        let at_work = self.0.underway.begin();
        let done = self.build_whole(&run, &plan, output);
        // Nothing of what was made on the way is needed any more, whatever became of it.
        remove(&plan.work);
        drop(at_work);
        // Slipway ends: the job stays what it was made then, interrupted.
        if self.0.underway.must_end() {
            return;
        }
        run.finish(match done {
            Ok(()) => JobState::Succeeded,
            Err(fault) if fault.code == "cancelled" => JobState::Cancelled,
            Err(fault) => JobState::Failed { fault },
        });
    }

    fn build_whole(&self, run: &JobRun, plan: &Plan, output: &Path) -> Result<(), Fault> {
        self.make_room(plan)?;
        self.run_steps(run, plan)?;
        run.phase(phase(BuildStep::Pack));
        let built = self.pack(run, plan, output)?;
        // From the disk, as somebody who was given the file would read it.
        let sha256 = self.read_package(run, &built.path, PROVING)?;
        if sha256 != built.fingerprint.sha256 {
            return Err(
                Fault::new("build-not-proven", Retry::ByUser, NextStep::TryAgain)
                    .with("file", shown_name(&built.path)),
            );
        }
        self.write_entry(
            EntryDraft::new("package-built")
                .package(&sha256)
                .param("file_name", shown_name(&built.path))
                .param("build_number", &built.build_number),
        )
    }

    /// Makes the folder for what comes before the package, with the configuration and migrations a
    /// project keeps, for the store to add objects to.
    fn make_room(&self, plan: &Plan) -> Result<(), Fault> {
        if plan.steps.is_empty() {
            return Ok(());
        }
        let made = private_folder(&plan.work).and_then(|()| match (&plan.seed, &plan.repository) {
            (Some(seed), Some(repository)) => copy_folder(seed, repository),
            _ => Ok(()),
        });
        made.map_err(|cause| {
            Fault::new(
                "work-folder-unusable",
                Retry::ByUser,
                NextStep::FreeDiskSpace,
            )
            .detail(cause)
        })
    }

    fn run_steps(&self, run: &JobRun, plan: &Plan) -> Result<(), Fault> {
        let cancel = run.cancel_token();
        let lines = AtomicU64::new(0);
        for step in &plan.steps {
            let command = step.shown();
            run.phase(phase(step.step));
            run.param("command", &command.text);
            self.0.outputs.begin(run.id(), command);
            step.run(
                &self.0.surroundings,
                lines.load(Ordering::Relaxed),
                &|line| {
                    lines.store(line.number.0, Ordering::Relaxed);
                    run.param("lines", line.number.0);
                    self.0.outputs.add(run.id(), line);
                },
                &|| cancel.is_cancelled() || self.0.underway.must_end(),
            )?;
        }
        Ok(())
    }

    fn pack(&self, run: &JobRun, plan: &Plan, output: &Path) -> Result<Built, Fault> {
        let cancel = run.cancel_token();
        let order = plan.order(output).ok_or_else(|| {
            Fault::new("build-parts-missing", Retry::ByUser, NextStep::None).with("count", 1)
        })?;
        let narrator = Narrator {
            desk: self,
            run,
            told: Cell::new(None),
        };
        let built = build::build(&order, &narrator, &|| {
            cancel.is_cancelled() || self.0.underway.must_end()
        })?;
        run.params([
            ("build_number", built.build_number.clone()),
            ("reused", built.reused.to_string()),
            ("reused_bytes", built.reused_bytes.to_string()),
            ("deflated", built.deflated.to_string()),
            ("stored", built.stored.to_string()),
        ]);
        Ok(built)
    }

    /// Removes what builds left behind that were broken off with Slipway itself.
    pub(in crate::desk) fn clear_work_folder(&self) {
        let Ok(listing) = std::fs::read_dir(&self.0.work_folder) else {
            return;
        };
        for entry in listing.flatten() {
            if entry.file_name().to_string_lossy().starts_with("build-") {
                remove(&entry.path());
            }
        }
    }
}

/// Tells the job what the packing does.
struct Narrator<'a> {
    desk: &'a Desk,
    run: &'a JobRun,
    /// Which part of the bytes it was told about last.
    told: Cell<Option<u64>>,
}

/// Times a build names the file it is at: more than a person can read, and few enough to cost
/// nothing among hundreds of thousands of files.
const NAMED: u64 = 500;

impl BuildObserver for Narrator<'_> {
    fn surveyed(&self, survey: &Survey) {
        self.desk.0.outputs.found(self.run.id(), &survey.findings);
        self.run.param("findings", survey.findings.len());
    }

    fn progress(&self, progress: &BuildProgress<'_>) {
        self.run.total(progress.bytes_total);
        self.run.done(progress.bytes_done);
        let part = progress.bytes_done.saturating_mul(NAMED) / progress.bytes_total.max(1);
        let last = progress.files_done == progress.files_total;
        if !last && self.told.replace(Some(part)) == Some(part) {
            return;
        }
        // While the disk is waited for, no file is at work: the last one stays in sight.
        if !progress.current.is_empty() {
            self.run.param("current", progress.current);
        }
        self.run.params([
            ("files_done", progress.files_done.to_string()),
            ("files_total", progress.files_total.to_string()),
        ]);
    }
}

fn phase(step: BuildStep) -> &'static str {
    match step {
        BuildStep::BuildProject => "building-project",
        BuildStep::StoreRepository => "storing",
        BuildStep::Publish => "publishing",
        BuildStep::Pack => "packing",
        BuildStep::Prove => "proving",
    }
}

/// A folder no other user looks into: a published application holds its settings.
fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Copies files and folders; links are left out.
fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        let target = to.join(entry.file_name());
        if kind.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else if kind.is_file() {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn remove(folder: &Path) {
    match std::fs::remove_dir_all(folder) {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
            tracing::warn!(%cause, "what a build left could not be removed");
        }
        _ => {}
    }
}
