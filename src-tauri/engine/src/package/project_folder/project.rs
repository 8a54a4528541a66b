//! The projects of a solution: which one makes the web application, and what it references.

use super::msbuild::{Element, ProjectFile, Properties};
use super::picture::WebProject;
use super::walk::{Tree, read_small, resolve};
use crate::disk::{join, on_disk, parent_of};
use crate::package::content::application::PLATFORM;
use crate::package::content::text::{excerpt, line_around};
use crate::package::report::{Evidence, Sourced};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// Larger than any project file a person writes.
const LARGEST_FILE: u64 = 2_000_000;
const MOST_PROJECTS: usize = 300;
/// Families of packages that make a project an Xperience one.
const XPERIENCE: [&str; 2] = ["kentico.xperience.", "kentico.web"];

/// A project with the files that add to it.
#[derive(Debug, Clone)]
pub(super) struct Project {
    pub file: ProjectFile,
    /// `Directory.Build.props`, `Directory.Packages.props` and `.targets`, the outermost first.
    pub around: Vec<ProjectFile>,
}

/// A package reference and the version it comes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reference {
    pub name: String,
    /// None where no file says which.
    pub version: Option<String>,
    pub place: Evidence,
}

/// A version, and the file and element it stands in.
type Versioned<'p> = (&'p str, &'p ProjectFile, &'p Element);

/// All projects below a folder, by path.
pub(super) fn projects(root: &Path, tree: &Tree) -> BTreeMap<String, Project> {
    let read = |path: &str| {
        let bytes = read_small(&on_disk(root, path), LARGEST_FILE)?;
        ProjectFile::read(path, &bytes)
    };
    let mut shared = BTreeMap::new();
    for file in &tree.files {
        let name = file.name().to_lowercase();
        if matches!(
            name.as_str(),
            "directory.build.props" | "directory.packages.props" | "directory.build.targets"
        ) && let Some(props) = read(&file.path)
        {
            shared.insert(file.path.clone(), props);
        }
    }
    let files = tree
        .files
        .iter()
        .filter(|file| file.path.to_lowercase().ends_with(".csproj"));
    files
        .take(MOST_PROJECTS)
        .filter_map(|file| {
            let file = read(&file.path)?;
            let folder = parent_of(&file.path).to_owned();
            let above = |props: &ProjectFile| {
                let place = parent_of(&props.path);
                place.is_empty() || folder == place || folder.starts_with(&format!("{place}/"))
            };
            let mut around: Vec<ProjectFile> = shared
                .values()
                .filter(|props| above(props))
                .cloned()
                .collect();
            around.sort_by_key(|props| props.path.matches('/').count());
            Some((file.path.clone(), Project { file, around }))
        })
        .collect()
}

impl Project {
    pub fn folder(&self) -> &str {
        parent_of(&self.file.path)
    }

    pub fn is_web(&self) -> bool {
        self.file
            .sdks()
            .any(|sdk| sdk.trim().split('/').next() == Some("Microsoft.NET.Sdk.Web"))
    }

    pub fn properties(&self) -> Properties {
        Properties::of(self.around.iter().chain([&self.file]))
    }

    /// `<AssemblyName>`, or the name of the file (facts 1.1).
    pub fn assembly(&self) -> String {
        let by_file = || {
            let name = crate::disk::name_of(&self.file.path);
            name.rsplit_once('.')
                .map_or(name, |(stem, _)| stem)
                .to_owned()
        };
        let named = self.file.all("AssemblyName").last();
        named
            .and_then(|element| {
                // The SDK's own name for the project's file is not written down anywhere.
                let text = element.text.replace("$(MSBuildProjectName)", &by_file());
                self.properties().fill(text.trim())
            })
            .filter(|name| !name.is_empty())
            .unwrap_or_else(by_file)
    }

    pub fn framework(&self) -> Option<String> {
        let properties = self.properties();
        properties
            .get("TargetFramework")
            .or_else(|| properties.get("TargetFrameworks"))
    }

    pub fn fixed_version(&self) -> Option<String> {
        self.properties().get("Version")
    }

    /// Its own package references and those every project around it gets.
    pub fn references(&self) -> Vec<Reference> {
        let properties = self.properties();
        let central = self.central_versions();
        let own = std::iter::once(&self.file).chain(&self.around);
        let referenced = own.flat_map(|file| {
            let global = file.all("GlobalPackageReference");
            let plain = file.all("PackageReference").chain(global);
            plain.map(move |element| (file, element))
        });
        let mut references: Vec<Reference> = Vec::new();
        for (file, element) in referenced {
            let Some(name) = element.attribute("Include") else {
                continue;
            };
            let own = file
                .value(element, "VersionOverride")
                .or_else(|| file.value(element, "Version"))
                .map(|version| (version, file, element));
            let central = || central.get(&name.to_ascii_lowercase()).copied();
            let version = own.or_else(central);
            let place = version
                .as_ref()
                .map_or((file, element), |(_, file, element)| (*file, *element));
            references.push(Reference {
                name: name.to_owned(),
                version: version.and_then(|(version, ..)| properties.fill(version)),
                place: place_of(place.0, place.1),
            });
        }
        references
    }

    /// Central package management keeps versions in `Directory.Packages.props`: by name in lower
    /// case, the last one counts.
    fn central_versions(&self) -> HashMap<String, Versioned<'_>> {
        let mut versions = HashMap::new();
        for file in self.around.iter().chain([&self.file]) {
            let updates = file
                .all("PackageReference")
                .filter(|element| element.attribute("Update").is_some());
            for element in file.all("PackageVersion").chain(updates) {
                let name = element.attribute("Include").or(element.attribute("Update"));
                if let (Some(name), Some(version)) = (name, file.value(element, "Version")) {
                    versions.insert(name.to_ascii_lowercase(), (version, file, element));
                }
            }
        }
        versions
    }

    /// Paths of the projects it references, as far as they lie in the folder.
    pub fn project_references(&self) -> Vec<String> {
        self.file
            .all("ProjectReference")
            .filter_map(|element| resolve(self.folder(), element.attribute("Include")?))
            .collect()
    }

    pub fn as_web_project(&self, all: &BTreeMap<String, Project>) -> WebProject {
        WebProject {
            path: self.file.path.clone(),
            assembly: self.assembly(),
            framework: self.framework(),
            xperience: platform_version(&references_of(self, all)),
            fixed_version: self.fixed_version(),
        }
    }
}

/// A project and all it references, itself first.
pub(super) fn with_referenced<'p>(
    project: &'p Project,
    all: &'p BTreeMap<String, Project>,
) -> Vec<&'p Project> {
    let mut found: Vec<&Project> = vec![project];
    let mut at = 0;
    while let Some(next) = found.get(at) {
        for path in next.project_references() {
            let referenced = all
                .iter()
                .find(|(other, _)| other.eq_ignore_ascii_case(&path))
                .map(|(_, project)| project);
            if let Some(referenced) = referenced
                && !found.iter().any(|known| std::ptr::eq(*known, referenced))
            {
                found.push(referenced);
            }
        }
        at += 1;
    }
    found
}

/// Package references of a project and of all it references.
pub(super) fn references_of(project: &Project, all: &BTreeMap<String, Project>) -> Vec<Reference> {
    with_referenced(project, all)
        .into_iter()
        .flat_map(Project::references)
        .collect()
}

pub(super) fn is_xperience(references: &[Reference]) -> bool {
    references.iter().any(|reference| {
        let name = reference.name.to_lowercase();
        XPERIENCE.iter().any(|family| name.starts_with(family))
    })
}

/// The version of the first of the platform's packages that has one (facts 2.5).
pub(super) fn platform_version(references: &[Reference]) -> Option<Sourced> {
    PLATFORM.iter().find_map(|name| {
        let reference = references
            .iter()
            .find(|reference| reference.name.eq_ignore_ascii_case(name))?;
        Some(Sourced {
            value: reference.version.clone()?,
            source: reference.place.entry.clone(),
        })
    })
}

/// The web project a package is made of, and others that could be meant: those with Xperience
/// packages first, then the shallowest, then by name.
pub(super) fn web_projects(all: &BTreeMap<String, Project>) -> Vec<&Project> {
    let mut found: Vec<&Project> = all.values().filter(|project| project.is_web()).collect();
    found.sort_by_cached_key(|project| {
        (
            !is_xperience(&references_of(project, all)),
            project.file.path.matches('/').count(),
            project.file.path.clone(),
        )
    });
    found
}

pub(super) fn place_of(file: &ProjectFile, element: &Element) -> Evidence {
    Evidence {
        entry: file.path.clone(),
        line: Some(element.line),
        excerpt: Some(excerpt(&crate::secret::redact(line_around(
            &file.text,
            element.starts,
        )))),
    }
}

/// Whether a project takes a file of its folder along when it is published.
pub(super) fn publishes(project: &Project, file_name: &str) -> bool {
    [
        "None",
        "Content",
        "EmbeddedResource",
        "ContentWithTargetPath",
    ]
    .iter()
    .flat_map(|kind| project.file.all(kind))
    .filter(|element| {
        let files = element
            .attribute("Include")
            .or(element.attribute("Update"))
            .unwrap_or_default();
        files.split(';').any(|one| {
            crate::disk::name_of(&one.trim().replace('\\', "/")).eq_ignore_ascii_case(file_name)
        })
    })
    .any(|element| {
        ["CopyToPublishDirectory", "CopyToOutputDirectory"]
            .iter()
            .filter_map(|copy| project.file.value(element, copy))
            .any(|value| !value.eq_ignore_ascii_case("Never"))
    })
}

/// The path of a file in the folder of a project.
pub(super) fn beside(project: &Project, name: &str) -> String {
    join(project.folder(), name)
}
