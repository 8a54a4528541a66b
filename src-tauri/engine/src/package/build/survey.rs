//! Looking at everything before anything is written.

use super::judge::{self, Application, Case, Folders, PREVIOUS_NOT_OURS, Stored};
use super::order::BuildOrder;
use super::reuse::{Previous, Reusable};
use super::tree::Tree;
use super::trees::{Assets, Trees, assets_directory};
use crate::disk::shown;
use crate::fault::Fault;
use crate::package::check::{verdict, worst_first};
use crate::package::report::{Finding, Inspection, Severity, Sourced, Verdict};
use crate::units::{Bytes, Count};
use serde::Serialize;

/// What would be built, and what speaks against it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Survey {
    pub publish: Part,
    pub repository: Part,
    pub assets: Option<Part>,
    /// Of all parts.
    pub files: Count,
    pub bytes: Bytes,
    /// What the Portal will show; none if it cannot be read from the application.
    pub build_number: Option<String>,
    /// Names of the applications in the publish folder: what `assembly` may be.
    pub assemblies: Vec<String>,
    /// Xperience version of the code.
    pub code_version: Option<Sourced>,
    /// Xperience version the repository was stored from.
    pub repository_version: Option<Sourced>,
    /// Worst first. Of `will-not-work`, nothing is built.
    pub findings: Vec<Finding>,
    pub verdict: Verdict,
}

impl Survey {
    /// What was found before the build together with what its package is told, each check once and
    /// worst first, and the verdict over both.
    pub fn with(&self, package: &Inspection) -> (Verdict, Vec<Finding>) {
        let told_again = |finding: &Finding| {
            let mut told = package.findings.iter();
            told.any(|again| again.check == finding.check)
        };
        let own = self.findings.iter().filter(|finding| !told_again(finding));
        let mut findings: Vec<Finding> = own.chain(&package.findings).cloned().collect();
        worst_first(&mut findings);
        (verdict(&findings), findings)
    }
}

/// One folder of a build.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Part {
    /// As it was named.
    pub folder: String,
    pub files: Count,
    pub bytes: Bytes,
}

/// Walks the folders, reads the few files that describe the package, and says what was found.
/// Nothing is written.
///
/// # Errors
/// `build-folder-unreadable` for a folder that is missing or cannot be listed,
/// `build-file-unreadable`, `build-file-in-use` and `build-file-changed` for a file that was looked
/// into, `file-unreadable` for the package of before, `cancelled`.
pub fn survey(order: &BuildOrder, cancel: &dyn Fn() -> bool) -> Result<Survey, Fault> {
    Ok(Looked::at(order, cancel)?.survey)
}

/// A survey with what it is about.
pub(super) struct Looked {
    pub survey: Survey,
    pub trees: Trees,
    pub previous: Option<Previous>,
}

impl Looked {
    pub(super) fn at(order: &BuildOrder, cancel: &dyn Fn() -> bool) -> Result<Self, Fault> {
        let folders = Folders::of(order)?;
        let trees = walk(order, &folders, cancel)?;
        let application = Application::read(order, &trees.publish)?;
        let stored = Stored::read(&trees.repository)?;
        let mut findings = judge::findings(&Case {
            order,
            folders: &folders,
            trees: &trees,
            application: &application,
            stored: &stored,
        });
        let mut previous = None;
        if let Some(path) = &order.reuse {
            match Previous::open(path, cancel)? {
                Reusable::Yes(good) => previous = Some(good),
                Reusable::No => findings.push(PREVIOUS_NOT_OURS.found()),
            }
        }
        let trees_of = || trees.named().map(|(tree, _)| tree);
        let survey = Survey {
            publish: part(&order.publish, &trees.publish),
            repository: part(&order.repository, &trees.repository),
            assets: order
                .assets
                .as_deref()
                .zip(trees.assets.as_ref())
                .map(|(folder, assets)| part(folder, &assets.tree)),
            files: Count(trees_of().map(|tree| tree.files.len() as u64).sum()),
            bytes: Bytes(trees_of().map(Tree::bytes).sum()),
            build_number: application.build_number,
            assemblies: judge::applications(&trees.publish),
            code_version: application.version,
            repository_version: stored.version,
            verdict: verdict(&findings),
            findings,
        };
        Ok(Self {
            survey,
            trees,
            previous,
        })
    }

    /// Reasons not to build.
    pub(super) fn blockers(&self) -> usize {
        let findings = self.survey.findings.iter();
        findings
            .filter(|finding| finding.severity == Severity::Blocker)
            .count()
    }
}

fn walk(order: &BuildOrder, folders: &Folders, cancel: &dyn Fn() -> bool) -> Result<Trees, Fault> {
    let left_out = judge::leave_out(order, folders);
    let left_out: Vec<&str> = left_out.iter().map(String::as_str).collect();
    Ok(Trees {
        publish: Tree::walk(&order.publish, &left_out, cancel)?,
        repository: Tree::walk(&order.repository, &[], cancel)?,
        assets: match &order.assets {
            None => None,
            Some(folder) => Some(Assets {
                tree: Tree::walk(folder, &[], cancel)?,
                directory: assets_directory(order),
            }),
        },
    })
}

fn part(folder: &std::path::Path, tree: &Tree) -> Part {
    Part {
        folder: shown(folder),
        files: Count(tree.files.len() as u64),
        bytes: Bytes(tree.bytes()),
    }
}
