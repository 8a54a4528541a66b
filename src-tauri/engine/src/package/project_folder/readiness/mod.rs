//! The SaaS readiness check: what a project must have before it can run in the SaaS environment,
//! read from its source code as text ("Prepare a project" of the deployment documentation, and
//! facts 2.2, 2.4, 2.6, 3.9).
//!
//! Code outside the folder is not seen, so a call that stands in a library of its own is reported
//! as not found; the texts say so.

mod calls;
mod catalog;
mod offline_page;
mod references;
mod repository;
mod storage;
mod zero_downtime;

pub use catalog::READINESS_CHECKS;

use super::csharp::Source;
use super::picture::Readiness;
use super::project::{Project, Reference, references_of, with_referenced};
use super::recognise::Recognised;
use super::walk::read_small;
use crate::disk::{on_disk, parent_of};
use crate::package::check;
use crate::package::content::XperienceVersion;
use crate::package::content::text::decode;
use crate::package::report::Finding;
use crate::units::Count;
use std::path::Path;

const LARGEST_SOURCE: u64 = 2_000_000;
const MOST_SOURCES: usize = 6_000;
const MOST_BYTES: u64 = 96_000_000;

/// What the checks look at.
pub(super) struct Looked<'r> {
    pub recognised: &'r Recognised,
    pub root: &'r Path,
    pub project: &'r Project,
    /// C# files of the project and of the projects it references.
    pub sources: Vec<Source>,
    pub references: Vec<Reference>,
    /// Version of the Xperience packages.
    pub version: Option<XperienceVersion>,
}

/// Checks the project of a folder; none where there is no web project to look at. With
/// `zero_downtime` the code must support read-only mode as well.
pub(crate) fn readiness(
    recognised: &Recognised,
    root: &Path,
    zero_downtime: bool,
) -> Option<Readiness> {
    let project = recognised.project()?;
    let (sources, cut_short) = sources(recognised, root, project);
    let references = references_of(project, &recognised.projects);
    let version = super::project::platform_version(&references)
        .and_then(|version| XperienceVersion::parse(&version.value));
    let looked = Looked {
        recognised,
        root,
        project,
        sources,
        references,
        version,
    };
    let mut findings = references::check(&looked);
    findings.extend(calls::check(&looked));
    findings.extend(storage::check(&looked));
    findings.extend(offline_page::check(&looked));
    findings.extend(repository::check(&looked));
    if zero_downtime {
        findings.extend(zero_downtime::check(&looked));
    }
    worst_first(&mut findings);
    Some(Readiness {
        verdict: check::verdict(&findings),
        findings,
        files: Count(looked.sources.len() as u64),
        cut_short: cut_short || recognised.picture.cut_short,
    })
}

fn worst_first(findings: &mut [Finding]) {
    let place = |id: &str| READINESS_CHECKS.iter().position(|check| check.id == id);
    findings
        .sort_by_cached_key(|finding| (std::cmp::Reverse(finding.severity), place(&finding.check)));
}

/// The C# files of a project and of those it references, and whether there were too many.
fn sources(recognised: &Recognised, root: &Path, project: &Project) -> (Vec<Source>, bool) {
    let folders: Vec<&str> = with_referenced(project, &recognised.projects)
        .into_iter()
        .map(Project::folder)
        .collect();
    let belongs = |path: &str| {
        folders.iter().any(|folder| {
            folder.is_empty()
                || path
                    .strip_prefix(folder)
                    .is_some_and(|rest| rest.starts_with('/'))
        }) && !belongs_to_another(path, &folders, recognised)
    };
    let mut left = MOST_BYTES;
    let mut cut_short = false;
    let mut sources = Vec::new();
    for file in &recognised.tree.files {
        if !file.path.to_lowercase().ends_with(".cs") || !belongs(&file.path) {
            continue;
        }
        if sources.len() == MOST_SOURCES || file.size > left.min(LARGEST_SOURCE) {
            cut_short = true;
            continue;
        }
        if let Some(bytes) = read_small(&on_disk(root, &file.path), LARGEST_SOURCE) {
            left = left.saturating_sub(bytes.len() as u64);
            sources.push(Source::new(&file.path, decode(&bytes).into_owned()));
        }
    }
    (sources, cut_short)
}

/// A project may lie inside the folder of another one, a test project for example.
fn belongs_to_another(path: &str, folders: &[&str], recognised: &Recognised) -> bool {
    let nearest = recognised
        .projects
        .keys()
        .map(|project| parent_of(project))
        .filter(|folder| {
            folder.is_empty()
                || path
                    .strip_prefix(folder)
                    .is_some_and(|rest| rest.starts_with('/'))
        })
        .max_by_key(|folder| folder.len());
    nearest.is_some_and(|nearest| !folders.contains(&nearest))
}

impl Looked<'_> {
    /// Every place where a method is called.
    pub fn calls(&self, name: &str) -> Vec<(&Source, usize)> {
        self.sources
            .iter()
            .flat_map(|source| source.calls(name).into_iter().map(move |at| (source, at)))
            .collect()
    }

    /// Every place where a name stands in the code.
    pub fn names(&self, name: &str) -> Vec<(&Source, usize)> {
        self.sources
            .iter()
            .flat_map(|source| source.names(name).map(move |at| (source, at)))
            .collect()
    }

    /// The file in which the application starts, for findings about what is not there.
    pub fn start_up(&self) -> String {
        let folder = self.project.folder();
        let starts = ["Program.cs", "Startup.cs"].map(|name| crate::disk::join(folder, name));
        starts
            .iter()
            .find(|path| {
                self.sources
                    .iter()
                    .any(|source| source.path.eq_ignore_ascii_case(path))
            })
            .unwrap_or(&self.project.file.path)
            .clone()
    }
}
