//! What is in a release that was not in the last one, and what a package is made of.

mod answers;
mod note;

pub use answers::*;

use super::{Desk, Placement};
use crate::fault::{Fault, NextStep, Retry};
use crate::ledger::InspectedFile;
use crate::package::compare::{RowsFound, RowsWanted};
use crate::package::{self, Comparison, ObjectDiff};
use crate::units::Bytes;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

/// Comparisons that were made, so that looking at one object after another reads nothing twice.
#[derive(Default)]
pub(super) struct Comparisons(Mutex<VecDeque<(Key, Arc<Comparison>)>>);

/// What was compared: the packages as they were inspected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    old: String,
    new: String,
}

const KEPT: usize = 3;
/// Entries of a list that are told at once: what a screen takes in without a pause.
const AT_ONCE: usize = 500;
/// The limit of the Portal (facts 1.5), as the size check takes it.
const LIMIT: Bytes = Bytes(2_000_000_000);

impl Desk {
    /// Sets a package beside an earlier one, long lists cut; [`Self::compared_rows`] tells the rest.
    /// Reads both files, until `reading` is stopped; not to be called from a thread that paints.
    ///
    /// Faults: `package-not-found`, `package-file-gone`, `file-changed`, `nothing-seen-there` for
    /// an environment nothing is known of, `cancelled`, and those of reading.
    pub fn comparison(
        &self,
        old: &OldPackage,
        package_id: &str,
        reading: &str,
    ) -> Result<ComparisonView, Fault> {
        let reading = self.0.readings.begin(reading)?;
        let (old, placement) = self.old_package(old)?;
        let new = self.inspected(package_id)?;
        let comparison = self.compared(&old, &new, &|| reading.is_stopped())?;
        Ok(ComparisonView {
            old_package_id: old.id,
            package_id: new.id,
            placement,
            comparison: comparison.capped(AT_ONCE),
        })
    }

    /// A page of one list of a comparison: the rows that match, in the order asked for.
    ///
    /// Faults: those of [`Self::comparison`].
    pub fn compared_rows(
        &self,
        old: &OldPackage,
        package_id: &str,
        wanted: &RowsWanted,
    ) -> Result<RowsFound, Fault> {
        let (old, _) = self.old_package(old)?;
        let comparison = self.compared(&old, &self.inspected(package_id)?, &|| false)?;
        Ok(comparison.rows(wanted, AT_ONCE))
    }

    /// Nobody waits for that reading any more.
    pub fn stop_reading(&self, reading: &str) {
        self.0.readings.stop(reading);
    }

    /// One file of both packages side by side. `entry` is a path as the comparison tells it.
    pub fn object_diff(
        &self,
        old: &OldPackage,
        package_id: &str,
        entry: &str,
    ) -> Result<ObjectDiff, Fault> {
        let (old, _) = self.old_package(old)?;
        let new = self.inspected(package_id)?;
        package::object_diff(&self.path_of(&old)?, &self.path_of(&new)?, entry, &|| false)
    }

    /// What fills a package, and what would bring it under the Portal's limit. Reads until
    /// `reading` is stopped.
    pub fn package_contents(
        &self,
        package_id: &str,
        reading: &str,
    ) -> Result<PackageContents, Fault> {
        let reading = self.0.readings.begin(reading)?;
        let stopped = || reading.is_stopped();
        let file = self.inspected(package_id)?;
        let path = self.path_of(&file)?;
        let too_large = file.stamp.size > LIMIT.0;
        Ok(PackageContents {
            root: package::contents(&path, &stopped)?,
            fit: too_large
                .then(|| package::to_fit(&path, LIMIT, &stopped))
                .transpose()?,
        })
    }

    /// Earlier packages this one can be compared with, the most likely first: what was last seen in
    /// the environments, then what was inspected.
    fn old_package(&self, old: &OldPackage) -> Result<(InspectedFile, Option<Placement>), Fault> {
        match old {
            OldPackage::Package { package_id } => Ok((self.inspected(package_id)?, None)),
            OldPackage::Environment { project_id, env } => {
                let project = self.project(project_id)?;
                let environment = self.environment(&project, env)?;
                let nothing = || {
                    Fault::new(
                        "nothing-seen-there",
                        Retry::ByUser,
                        NextStep::ChooseAnotherFile,
                    )
                    .with("environment", &environment.name)
                };
                let last = self
                    .0
                    .ledger
                    .last_placement(&project.id, env)?
                    .ok_or_else(nothing)?;
                let file = self
                    .0
                    .ledger
                    .package_by_sha256(&last.sha256)?
                    .ok_or_else(nothing)?;
                Ok((file, Some(last)))
            }
        }
    }

    pub(super) fn compared(
        &self,
        old: &InspectedFile,
        new: &InspectedFile,
        stopped: &dyn Fn() -> bool,
    ) -> Result<Arc<Comparison>, Fault> {
        let (old_path, new_path) = (self.path_of(old)?, self.path_of(new)?);
        let key = Key {
            old: old.id.clone(),
            new: new.id.clone(),
        };
        if let Some(known) = self.0.comparisons.find(&key) {
            return Ok(known);
        }
        let made = Arc::new(package::compare(&old_path, &new_path, stopped)?);
        self.0.comparisons.keep(key, made.clone());
        Ok(made)
    }

    /// Where a package lies, if it is still what was inspected.
    fn path_of(&self, file: &InspectedFile) -> Result<std::path::PathBuf, Fault> {
        let path = self.package_path(&file.id)?;
        match package::FileStamp::at(&path)?.differs_from(&file.stamp) {
            None => Ok(path),
            Some(what) => Err(
                Fault::new("file-changed", Retry::ByUser, NextStep::InspectAgain)
                    .with("file", &file.file_name)
                    .detail(format!("{what:?}")),
            ),
        }
    }
}

impl Comparisons {
    fn find(&self, key: &Key) -> Option<Arc<Comparison>> {
        let made = self
            .0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        made.iter()
            .find(|(known, _)| known == key)
            .map(|(_, made)| made.clone())
    }

    fn keep(&self, key: Key, comparison: Arc<Comparison>) {
        let mut made = self
            .0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        if made.len() == KEPT {
            made.pop_front();
        }
        made.push_back((key, comparison));
    }
}
