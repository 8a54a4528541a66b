//! Moving to another computer: writing settings and history into one file, and taking them in.

mod answers;

pub use answers::*;

use super::files::shown_name;
use super::{Desk, HistoryFilter};
use crate::fault::{Fault, NextStep, Retry};
use crate::house::{self, Unpacked};
use crate::ledger::Merged;
use crate::project::Project;
use crate::units::{Bytes, Count};
use std::path::{Path, PathBuf};

/// The table of the history.
const HISTORY: &str = "entries";

impl Desk {
    /// Writes everything that goes along into a file, whole or not at all.
    ///
    /// Faults: `export-not-written`, `house-history-broken`.
    pub fn export_house(&self, version: &str, path: &Path) -> Result<HouseWritten, Fault> {
        let person = self.preferences()?.person;
        let manifest = house::write(&self.0.ledger, path, version, &person, self.now())?;
        let size = std::fs::metadata(path).map_or(0, |about| about.len());
        let rows = |part: &str| Count(manifest.parts.get(part).map_or(0, |part| part.rows));
        Ok(HouseWritten {
            handle: self.take_in(&[path.to_owned()])?.handle,
            file_name: shown_name(path),
            size: Bytes(size),
            projects: rows("projects"),
            releases: rows("releases"),
            entries: rows(HISTORY),
        })
    }

    /// Where a house lies that was written. Faults: `file-unreadable` for a handle nobody was given.
    pub fn house_path(&self, handle: &str) -> Result<PathBuf, Fault> {
        self.chosen_path(handle)
    }

    /// What is in a chosen file, and what taking it in would add. Nothing is changed.
    ///
    /// Faults: those of [`house::unpack`], and of the ledger.
    pub fn look_into_house(&self, handle: &str) -> Result<HousePreview, Fault> {
        let path = self.chosen_path(handle)?;
        let unpacked = house::unpack(&path)?;
        let merged = self.0.ledger.rehearse_unpacking(&unpacked.rows)?;
        Ok(HousePreview {
            file_name: shown_name(&path),
            made_at: unpacked.manifest.made_at,
            slipway: unpacked.manifest.slipway.clone(),
            projects: self.arriving_projects(&unpacked)?,
            history: HouseHistory {
                entries: of_history(&merged).map_or(Count(0), |it| Count(it.new + it.same)),
                new: of_history(&merged).map_or(Count(0), |it| Count(it.new)),
                becomes_whole: self.history_is_empty()?,
            },
            parts: parts(&merged),
            adds_something: merged.iter().any(|one| one.new > 0),
            print: unpacked.print,
        })
    }

    /// Takes in what a preview showed. All of it arrives or nothing does; what is here stays.
    ///
    /// Faults: `house-changed` for a file that is not the one of the preview any more, those of
    /// [`Self::look_into_house`].
    pub fn import_house(&self, handle: &str, print: &str) -> Result<HouseTaken, Fault> {
        let path = self.chosen_path(handle)?;
        let unpacked = house::unpack(&path)?;
        if unpacked.print != print {
            return Err(Fault::new(
                "house-changed",
                Retry::ByUser,
                NextStep::ChooseAnotherFile,
            ));
        }
        let before: Vec<String> = self.projects()?.into_iter().map(|it| it.id).collect();
        let person = self.preferences()?.person;
        let merged = house::take_in(&self.0.ledger, &unpacked, &path, &person, self.now())?;
        let arrived = self.projects()?.into_iter();
        let arrived = arrived.filter(|it| !before.contains(&it.id));
        Ok(HouseTaken {
            parts: parts(&merged),
            without_token: arrived.map(|project| project.name).collect(),
        })
    }

    fn arriving_projects(&self, unpacked: &Unpacked) -> Result<Vec<HouseProject>, Fault> {
        let here = self.projects()?;
        let arriving = unpacked.rows.projects()?.into_iter();
        let shown = arriving.filter(|it| !it.practice).map(|project| {
            let known = here.iter().find(|it| it.id == project.id);
            let twin = |it: &&Project| it.guid == project.guid && it.portal == project.portal;
            let twin = here.iter().filter(|it| it.id != project.id).find(twin);
            HouseProject {
                differs: known.is_some_and(|it| *it != project),
                known: known.is_some(),
                twin: twin.map(|it| it.name.clone()),
                name: project.name,
                portal: project.portal,
                environments: Count(project.environments.len() as u64),
            }
        });
        Ok(shown.collect())
    }

    fn history_is_empty(&self) -> Result<bool, Fault> {
        let one = HistoryFilter {
            limit: Some(1),
            ..HistoryFilter::default()
        };
        Ok(self.history(&one)?.total == Count(0))
    }
}

fn of_history(merged: &[Merged]) -> Option<&Merged> {
    merged.iter().find(|one| one.part == HISTORY)
}

fn parts(merged: &[Merged]) -> Vec<HousePart> {
    let shown = merged.iter().map(|one| HousePart {
        part: one.part.clone(),
        new: Count(one.new),
        same: Count(one.same),
        differs: Count(one.differs),
    });
    shown.collect()
}
