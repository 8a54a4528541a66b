//! The documented steps, as data first: what will be run, where, and what it writes.

use super::picture::{BuildStep, CommandLine, FolderPicture, OutputLine};
use super::recognise::Recognised;
use super::run::{Ending, Limits, run};
use super::sdk::shown;
use super::{Surroundings, explain};
use crate::disk::{name_of, on_disk, parent_of};
use crate::fault::Fault;
use crate::package::content::REPOSITORY;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// What the SDK is to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// Run the CD store.
    pub store: bool,
    /// Run the publish, into this folder.
    pub publish: Option<PathBuf>,
    /// `yyyyMMddHHmm`; none to keep the product version (facts 1.2).
    pub build_number: Option<String>,
    /// A folder of Slipway's own, for a repository the project only has the seed of.
    pub own_repository: PathBuf,
}

/// One command before it is run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    pub step: BuildStep,
    pub folder: PathBuf,
    pub arguments: Vec<OsString>,
    /// Paths in `folder` it writes, as far as they are the user's.
    pub writes: Vec<&'static str>,
}

/// The commands in the order they are run. None of them is run twice, and nothing is run that the
/// documentation does not name.
///
/// The CD store runs what `dotnet build` made, so that comes first: a store by an older build would
/// write a repository that is older than the code (facts 1.2, trap of step 5).
pub(crate) fn steps(recognised: &Recognised, root: &Path, wanted: &Wanted) -> Vec<Step> {
    let Some(project) = &recognised.picture.project else {
        return Vec::new();
    };
    let folder = on_disk(root, parent_of(&project.path));
    let named = several_to_build(recognised, parent_of(&project.path))
        .then(|| OsString::from(name_of(&project.path)));
    let mut steps = Vec::new();
    if wanted.store {
        let mut build = words(&["build"]);
        build.extend(named.clone());
        build.push("--nologo".into());
        steps.push(Step {
            step: BuildStep::BuildProject,
            folder: folder.clone(),
            arguments: build,
            writes: vec!["bin", "obj"],
        });
        let mut store = words(&["run", "--no-build"]);
        if let Some(name) = &named {
            store.extend(["--project".into(), name.clone()]);
        }
        store.extend(words(&["--", "--kxp-cd-store", "--repository-path"]));
        let own = keeps_only_the_seed(&recognised.picture);
        store.push(if own {
            wanted.own_repository.clone().into()
        } else {
            Path::new(".").join(REPOSITORY).into()
        });
        steps.push(Step {
            step: BuildStep::StoreRepository,
            folder: folder.clone(),
            arguments: store,
            writes: if own { Vec::new() } else { vec![REPOSITORY] },
        });
    }
    if let Some(output) = &wanted.publish {
        let mut publish = words(&["publish"]);
        publish.extend(named);
        publish.extend(words(&["--nologo", "-c", "Release", "-o"]));
        publish.push(output.clone().into());
        if let Some(build_number) = &wanted.build_number {
            publish.extend(words(&["--version-suffix", build_number]));
        }
        steps.push(Step {
            step: BuildStep::Publish,
            folder,
            arguments: publish,
            writes: vec!["bin", "obj"],
        });
    }
    steps
}

/// Whether the project keeps nothing but configuration and migrations, so that the store goes into
/// a copy of those (facts 1.2, the script's third form).
pub(crate) fn keeps_only_the_seed(picture: &FolderPicture) -> bool {
    picture
        .repository
        .as_ref()
        .is_some_and(|repository| repository.is_seed)
}

impl Step {
    pub fn shown(&self) -> CommandLine {
        shown(self.step, &self.arguments, &self.folder, &self.writes)
    }

    /// Runs it. Lines come to `said` as they are written, numbered on from `lines_before`.
    ///
    /// # Errors
    /// `cancelled`, `sdk-missing`, and what [`explain`] makes of an exit code.
    pub fn run(
        &self,
        surroundings: &Surroundings,
        lines_before: u64,
        said: &dyn Fn(OutputLine),
        cancel: &dyn Fn() -> bool,
    ) -> Result<(), Fault> {
        let dotnet = surroundings.dotnet().ok_or_else(explain::sdk_missing)?;
        let limits = Limits {
            longest: None,
            lines_before,
        };
        let told = explain::Told::default();
        let heard = |line: OutputLine| {
            told.hear(&line.text);
            said(line);
        };
        let ending = run(
            &dotnet,
            &self.arguments,
            &self.folder,
            self.step,
            &limits,
            &heard,
            cancel,
        );
        match ending {
            Ok(Ending::Exited { code: Some(0) }) => Ok(()),
            Ok(Ending::Exited { code }) => Err(explain::explain(self.step, code, &told)),
            Ok(Ending::Cancelled | Ending::TookTooLong) => Err(explain::cancelled()),
            Err(cause) => Err(explain::not_started(&cause)),
        }
    }
}

/// With more than one project or solution in a folder, `dotnet` wants to be told which.
fn several_to_build(recognised: &Recognised, folder: &str) -> bool {
    let files = recognised.tree.files.iter().filter(|file| {
        let name = file.name().to_lowercase();
        parent_of(&file.path) == folder
            && [
                ".sln", ".slnx", ".slnf", ".csproj", ".fsproj", ".vbproj", ".proj",
            ]
            .iter()
            .any(|kind| name.ends_with(kind))
    });
    files.count() > 1
}

fn words(words: &[&str]) -> Vec<OsString> {
    words.iter().map(OsString::from).collect()
}
