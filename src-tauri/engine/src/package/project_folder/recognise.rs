//! From a folder to a picture of it.

use super::parts::{assets, publish_parts, repository};
use super::picture::*;
use super::project::{Project, is_xperience, projects, references_of, web_projects};
use super::sdk::{Surroundings, ask};
use super::walk::{FoundFile, Tree, read_small, walk};
use crate::disk::{join, on_disk, parent_of};
use crate::fault::{Fault, NextStep, Retry};
use crate::package::content::metadata;
use crate::package::content::{REPOSITORY, STORAGE_ASSETS};
use std::collections::BTreeMap;
use std::path::Path;

/// Where a project may keep only the configuration of its repository (facts 1.2).
const SEED: &str = "App_Data/CDRepository";
const CONFIG: &str = "repository.config";

/// What a folder is, with what was read on the way.
pub(crate) struct Recognised {
    pub picture: FolderPicture,
    pub(super) tree: Tree,
    pub(super) projects: BTreeMap<String, Project>,
}

/// Looks at a folder: what lies in it, what a package still needs, who can make it. `wanted` is the
/// `path` of the web project, where the user chose among several. Reads a bounded number of small
/// files, follows no link, and asks `dotnet` for its version if there is a project.
///
/// # Errors
/// `folder-unreadable`.
pub(crate) fn recognise(
    folder: &Path,
    wanted: Option<&str>,
    surroundings: &Surroundings,
) -> Result<Recognised, Fault> {
    std::fs::read_dir(folder).map_err(|cause| {
        Fault::new(
            "folder-unreadable",
            Retry::ByUser,
            NextStep::ChooseAnotherFile,
        )
        .with("folder", shown(folder))
        .detail(cause)
    })?;
    let tree = walk(folder);
    let projects = projects(folder, &tree);
    let mut web: Vec<&Project> = web_projects(&projects);
    if let Some(at) = web
        .iter()
        .position(|one| Some(one.file.path.as_str()) == wanted)
    {
        let chosen = web.remove(at);
        web.insert(0, chosen);
    }
    let chosen = web.first().copied();
    let base = chosen.map(Project::folder).unwrap_or_default().to_owned();
    let mut publish = publish_parts(folder, &tree);
    let picture = FolderPicture {
        kind: FolderKind::Other,
        name: shown(folder),
        place: folder
            .parent()
            .map(|at| at.display().to_string())
            .unwrap_or_default(),
        project: chosen.map(|project| project.as_web_project(&projects)),
        other_projects: web
            .iter()
            .skip(1)
            .map(|one| one.as_web_project(&projects))
            .collect(),
        solution: solution(&tree.files),
        publish: (!publish.is_empty()).then(|| publish.remove(0)),
        repository: find_repository(folder, &tree, &base),
        assets: find_assets(folder, &tree, &base, chosen),
        packages: packages(&tree.files),
        sdk: SdkState::NotAsked,
        missing: Vec::new(),
        steps: Vec::new(),
        cut_short: tree.cut_short,
    };
    let is_xperience =
        chosen.is_some_and(|project| is_xperience(&references_of(project, &projects)));
    let picture = concluded(picture, is_xperience, !projects.is_empty(), &tree);
    let picture = match chosen {
        Some(project) => FolderPicture {
            sdk: ask(&on_disk(folder, project.folder()), surroundings),
            ..picture
        },
        None => picture,
    };
    let picture = with_steps(picture, is_xperience);
    Ok(Recognised {
        picture,
        tree,
        projects,
    })
}

/// The parts in a folder that was chosen for one of them; nothing is run.
pub(crate) struct Parts {
    pub publish: Option<PublishPart>,
    pub repository: Option<RepositoryPart>,
}

pub(crate) fn recognise_parts(folder: &Path) -> Parts {
    let tree = walk(folder);
    Parts {
        publish: publish_parts(folder, &tree).into_iter().next(),
        repository: find_repository(folder, &tree, ""),
    }
}

impl Recognised {
    /// The project the package is made of.
    pub(super) fn project(&self) -> Option<&Project> {
        self.projects.get(&self.picture.project.as_ref()?.path)
    }
}

fn concluded(
    mut picture: FolderPicture,
    is_xperience: bool,
    has_projects: bool,
    tree: &Tree,
) -> FolderPicture {
    let at_top = |name: &str| {
        tree.files
            .iter()
            .any(|file| file.path.eq_ignore_ascii_case(name))
    };
    let application_here = picture
        .publish
        .as_ref()
        .is_some_and(|part| part.path.is_empty());
    picture.kind = if at_top(metadata::FILE) && application_here {
        FolderKind::PackageContent
    } else if is_xperience {
        FolderKind::Project
    } else if picture.publish.is_some() {
        FolderKind::Publish
    } else if picture.project.is_some() || has_projects {
        FolderKind::OtherProject
    } else if picture.repository.is_some() {
        FolderKind::Repository
    } else if !picture.packages.is_empty() {
        FolderKind::Packages
    } else {
        FolderKind::Other
    };
    picture
}

fn with_steps(mut picture: FolderPicture, is_xperience: bool) -> FolderPicture {
    let sdk = matches!(picture.sdk, SdkState::Found { .. });
    let can_run = sdk && picture.project.is_some() && is_xperience;
    let stored = picture.repository.as_ref().is_some_and(|part| {
        part.configured && !part.is_seed && part.objects.0 + part.migrations.0 > 0
    });
    let by = |there: bool| match (there, can_run) {
        (true, true) => StepBy::DoneOrSlipway,
        (true, false) => StepBy::Done,
        (false, true) => StepBy::Slipway,
        (false, false) => StepBy::Developer,
    };
    let offer = |step, by| StepOffer { step, by };
    picture.steps = vec![
        offer(BuildStep::BuildProject, by(stored)),
        offer(BuildStep::StoreRepository, by(stored)),
        offer(BuildStep::Publish, by(picture.publish.is_some())),
        offer(BuildStep::Pack, StepBy::Slipway),
        offer(BuildStep::Prove, StepBy::Slipway),
    ];
    picture.missing = missing(&picture, is_xperience, sdk, stored);
    picture
}

fn missing(
    picture: &FolderPicture,
    is_xperience: bool,
    sdk: bool,
    stored: bool,
) -> Vec<MissingPart> {
    let mut missing = Vec::new();
    let published = picture.publish.is_some();
    match (&picture.project, is_xperience) {
        (None, _) if !published => missing.push(MissingPart::WebProject),
        (Some(_), false) if !published => missing.push(MissingPart::XperiencePackages),
        _ => {}
    }
    if picture.project.is_some() && !sdk && !(published && stored) {
        missing.push(MissingPart::Sdk);
    }
    if !published {
        missing.push(MissingPart::Publish);
    }
    match &picture.repository {
        None => missing.push(MissingPart::Repository),
        Some(part) if !part.configured => missing.push(MissingPart::RepositoryConfig),
        Some(_) if !stored => missing.push(MissingPart::RepositoryObjects),
        Some(_) => {}
    }
    missing
}

fn solution(files: &[FoundFile]) -> Option<String> {
    let solutions = files.iter().filter(|file| {
        let name = file.name().to_lowercase();
        name.ends_with(".sln") || name.ends_with(".slnx")
    });
    solutions.map(|file| file.path.clone()).next()
}

fn packages(files: &[FoundFile]) -> Vec<String> {
    let at_top = files.iter().filter(|file| !file.path.contains('/'));
    at_top
        .filter(|file| file.path.to_lowercase().ends_with(".zip"))
        .map(|file| file.path.clone())
        .collect()
}

/// Beside the project, in the folder itself, or the folder is one; the seed counts where there is
/// nothing else.
fn find_repository(folder: &Path, tree: &Tree, base: &str) -> Option<RepositoryPart> {
    let there = |path: &str| {
        tree.folders
            .iter()
            .any(|one| one.eq_ignore_ascii_case(path))
    };
    let looks_like_one = tree.files.iter().any(|file| {
        file.path.eq_ignore_ascii_case(CONFIG)
            && (there("@global") || there("@migrations") || is_cd_config(folder, &file.path))
    });
    let beside = join(base, REPOSITORY);
    let named = [beside, REPOSITORY.to_owned()]
        .into_iter()
        .find(|path| there(path));
    let seeds = [join(base, SEED), SEED.to_owned()];
    if let Some(path) = named {
        return Some(repository(folder, &path, false));
    }
    if looks_like_one {
        return Some(repository(folder, "", false));
    }
    let deeper = tree
        .folders
        .iter()
        .find(|path| crate::disk::name_of(path) == REPOSITORY && path.matches('/').count() <= 3);
    if let Some(path) = deeper {
        return Some(repository(folder, path, false));
    }
    seeds
        .into_iter()
        .find(|path| there(path))
        .map(|path| repository(folder, &path, true))
}

fn is_cd_config(folder: &Path, path: &str) -> bool {
    use crate::package::content::config::{ConfigFile, read};
    read_small(&on_disk(folder, path), 2_000_000)
        .is_some_and(|bytes| matches!(read(path, &bytes), ConfigFile::Read(_)))
}

/// `$StorageAssets` beside the project or in the folder, under the name the project gives it
/// (facts 1.4).
fn find_assets(
    folder: &Path,
    tree: &Tree,
    base: &str,
    project: Option<&Project>,
) -> Option<AssetsPart> {
    let there = |path: &str| tree.folders.iter().any(|one| one == path);
    let renamed = project.and_then(|project| renamed_assets(folder, project, tree));
    let names = renamed.iter().map(String::as_str).chain([STORAGE_ASSETS]);
    let places = names.flat_map(|name| [join(base, name), name.to_owned()]);
    let found = places.into_iter().find(|path| there(path));
    found.map(|path| assets(folder, &path))
}

/// The name in the packaging script's `$StorageAssetsFolderName = "…"`.
fn renamed_assets(folder: &Path, project: &Project, tree: &Tree) -> Option<String> {
    let scripts = tree.files.iter().filter(|file| {
        file.name()
            .eq_ignore_ascii_case("Export-DeploymentPackage.ps1")
            && (parent_of(&file.path) == project.folder() || parent_of(&file.path).is_empty())
    });
    for script in scripts {
        let bytes = read_small(&on_disk(folder, &script.path), 1_000_000)?;
        let text = crate::package::content::text::decode(&bytes).into_owned();
        let name = text.lines().find_map(|line| {
            let line = line.trim();
            let (variable, value) = line.split_once('=')?;
            let is_it = variable
                .trim()
                .eq_ignore_ascii_case("$StorageAssetsFolderName");
            is_it.then(|| value.trim().trim_matches(['"', '\'']).replace('`', ""))
        });
        if name.is_some() {
            return name.filter(|name| !name.is_empty() && !name.contains(['/', '\\']));
        }
    }
    None
}

pub(super) fn shown(folder: &Path) -> String {
    folder
        .file_name()
        .unwrap_or(folder.as_os_str())
        .to_string_lossy()
        .into_owned()
}
