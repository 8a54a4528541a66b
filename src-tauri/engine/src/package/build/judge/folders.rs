//! The folders that were named: one inside another, the output inside one of them, and what an
//! earlier build left behind.

use super::Case;
use super::catalog::*;
use crate::disk::shown;
use crate::fault::Fault;
use crate::package::build::fault::{folder_of, folder_unreadable};
use crate::package::build::order::BuildOrder;
use crate::package::build::trees::assets_directory;
use crate::package::check::names::key;
use crate::package::content::{REPOSITORY, metadata};
use crate::package::report::{Evidence, Finding};
use std::io;
use std::path::{Path, PathBuf};

/// The folders as the disk knows them, so that two ways to write one are told to be the same.
#[derive(Debug)]
pub(in crate::package::build) struct Folders {
    pub publish: PathBuf,
    pub repository: PathBuf,
    pub assets: Option<PathBuf>,
    /// Of the output; none if it is not there, which the writing will tell.
    pub output: Option<PathBuf>,
}

impl Folders {
    /// # Errors
    /// `build-folder-unreadable` for one that is not there, or is no folder.
    pub(in crate::package::build) fn of(order: &BuildOrder) -> Result<Self, Fault> {
        Ok(Self {
            publish: real(&order.publish)?,
            repository: real(&order.repository)?,
            assets: order.assets.as_deref().map(real).transpose()?,
            output: folder_of(&order.target()).canonicalize().ok(),
        })
    }

    fn inputs(&self) -> impl Iterator<Item = &Path> {
        [
            Some(&self.publish),
            Some(&self.repository),
            self.assets.as_ref(),
        ]
        .into_iter()
        .flatten()
        .map(PathBuf::as_path)
    }
}

fn real(folder: &Path) -> Result<PathBuf, Fault> {
    let real = folder.canonicalize().and_then(|real| {
        if real.is_dir() {
            Ok(real)
        } else {
            Err(io::ErrorKind::NotADirectory.into())
        }
    });
    real.map_err(|cause| folder_unreadable(folder, &cause))
}

/// What is not taken from the publish folder: the other two, where they lie in it under the names
/// they have in the package, as the official script leaves them, and its metadata.
pub(in crate::package::build) fn leave_out(order: &BuildOrder, folders: &Folders) -> Vec<String> {
    let mut names = Vec::new();
    if let Some(name) = name_inside(&folders.publish, &folders.repository, REPOSITORY) {
        names.extend([name, metadata::FILE.to_owned()]);
    }
    let directory = assets_directory(order);
    let assets = folders.assets.as_deref();
    names.extend(assets.and_then(|assets| name_inside(&folders.publish, assets, &directory)));
    names
}

/// How the disk writes `name`, if `inner` is the folder of that name in `outer`: Windows takes
/// `$cdrepository` for the same.
fn name_inside(outer: &Path, inner: &Path, name: &str) -> Option<String> {
    let written = inner.strip_prefix(outer).ok()?.to_str()?;
    let same = written == name || cfg!(windows) && key(written) == key(name);
    same.then(|| written.to_owned())
}

pub(super) fn check(case: &Case) -> Vec<Finding> {
    [overlapping(case), output_inside(case), leftovers(case)]
        .into_iter()
        .flatten()
        .collect()
}

/// One folder inside another would put its files into the package twice.
fn overlapping(case: &Case) -> Option<Finding> {
    let folders = case.folders;
    let left_out = leave_out(case.order, folders);
    let inputs: Vec<&Path> = folders.inputs().collect();
    let pairs = inputs.iter().enumerate().flat_map(|(at, outer)| {
        let others = inputs
            .iter()
            .enumerate()
            .filter(move |(other, _)| *other != at);
        others.map(move |(other, inner)| (at, *outer, other, *inner))
    });
    let overlaps = pairs.filter(|(at, outer, other, inner)| {
        let expected = *outer == folders.publish
            && inner
                .strip_prefix(outer)
                .is_ok_and(|rest| left_out.iter().any(|name| rest == Path::new(name)));
        let once = outer != inner || at < other;
        inner.starts_with(outer) && !expected && once
    });
    FOLDERS_OVERLAP.found_at(
        overlaps.map(|(_, outer, _, inner)| Evidence::named(&shown(inner)).showing(shown(outer))),
    )
}

/// The package would become part of the next one.
fn output_inside(case: &Case) -> Option<Finding> {
    let output = case.folders.output.as_deref()?;
    let around = case
        .folders
        .inputs()
        .find(|input| output.starts_with(input))?;
    let target = shown(&case.order.target());
    Some(
        OUTPUT_INSIDE
            .found()
            .with("folder", shown(around))
            .at([Evidence::named(&target)]),
    )
}

/// Parts of a package in the publish folder: which of the two would count?
fn leftovers(case: &Case) -> Option<Finding> {
    let directory = assets_directory(case.order);
    let mut places: Vec<&str> = Vec::new();
    for path in case.trees.publish.paths() {
        let first = path.split('/').next().unwrap_or_default();
        let is_part = [REPOSITORY, metadata::FILE, &directory]
            .iter()
            .any(|part| first.eq_ignore_ascii_case(part));
        if is_part && !places.contains(&first) {
            places.push(first);
        }
    }
    LEFTOVERS.found_at(places.into_iter().map(Evidence::named))
}
