//! What a chosen folder turned out to be: which parts of a deployment package lie in it, which are
//! missing, and which of them Slipway can make itself.

use crate::package::report::{Finding, RestoreMode, Sourced, Tally, Verdict};
use crate::units::{Bytes, Count, Moment};
use serde::{Deserialize, Serialize};

/// What a folder is, by what lies in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum FolderKind {
    /// The source code of an Xperience project, at the top or further down.
    Project,
    /// The source code of something that is no Xperience web project.
    OtherProject,
    /// What `dotnet publish` makes: `<assembly>.dll` with its `.runtimeconfig.json`.
    Publish,
    /// Everything a package holds, laid out with its `cloud-metadata.json`, not zipped yet.
    PackageContent,
    /// A CD repository alone.
    Repository,
    /// Nothing a package is made of, but there are packages that are done.
    Packages,
    Other,
}

/// What was found in a folder. Paths are relative to it and written with `/`; an empty one is the
/// folder itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FolderPicture {
    pub kind: FolderKind,
    /// Name of the folder, for people.
    pub name: String,
    /// Where it lies, for people to recognise it by.
    pub place: String,
    /// The project the package is made of: an Xperience one before any other web project.
    pub project: Option<WebProject>,
    /// Other web projects that could be meant.
    pub other_projects: Vec<WebProject>,
    /// A `.sln` or `.slnx` file.
    pub solution: Option<String>,
    pub publish: Option<PublishPart>,
    pub repository: Option<RepositoryPart>,
    pub assets: Option<AssetsPart>,
    /// File names of finished packages that lie at the top.
    pub packages: Vec<String>,
    pub sdk: SdkState,
    /// What a package still needs, in the order it is made.
    pub missing: Vec<MissingPart>,
    /// What has to be done, in this order, and who can.
    pub steps: Vec<StepOffer>,
    /// The folder is too large to be looked through whole: something may have been overlooked.
    pub cut_short: bool,
}

/// A project that makes a web application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct WebProject {
    /// The `.csproj` file.
    pub path: String,
    /// `<AssemblyName>`, or the file's name without its extension.
    pub assembly: String,
    /// `net10.0`, where it is written down.
    pub framework: Option<String>,
    /// Version of the Xperience packages it references; none for a project without any.
    pub xperience: Option<Sourced>,
    /// An explicit `<Version>`: the date of the build is then not added to the Build number
    /// (facts 1.3).
    pub fixed_version: Option<String>,
}

/// Compiled output, ready to be packed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PublishPart {
    pub path: String,
    pub assembly: String,
    /// Other applications in the same folder; the user has to say which one is meant.
    pub other_assemblies: Vec<String>,
    /// Xperience version, from `.deps.json`.
    pub xperience: Option<Sourced>,
    /// When its main library was written.
    pub made_at: Option<Moment>,
}

/// A CD repository.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct RepositoryPart {
    pub path: String,
    /// `App_Data/CDRepository`: configuration and migrations only, the objects come from the CD
    /// store (facts 1.2, the script's third form).
    pub is_seed: bool,
    /// There is a `repository.config`.
    pub configured: bool,
    pub restore_mode: Option<RestoreMode>,
    /// `1` or `2` (facts 2.2).
    pub config_version: Option<u8>,
    /// Serialized objects.
    pub objects: Count,
    /// SQL files of `@migrations`.
    pub migrations: Count,
    /// Xperience version it was stored from.
    pub xperience: Option<Sourced>,
    /// When its newest file was written.
    pub stored_at: Option<Moment>,
}

/// Storage assets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AssetsPart {
    pub path: String,
    pub files: Count,
    pub bytes: Bytes,
    /// First-level names: blob containers.
    pub containers: Vec<Tally>,
}

/// Whether this computer can build the project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum SdkState {
    /// Nothing here needs it.
    NotAsked,
    Found {
        version: String,
        /// The `dotnet` program that answered.
        program: String,
    },
    NotFound,
    /// `dotnet` is there, but only to run applications.
    RuntimeOnly {
        program: String,
    },
    /// The project's `global.json` asks for a version that is not installed.
    OtherVersionWanted {
        wanted: Option<String>,
        program: String,
    },
    /// It was started and did not answer in time, or not with a version.
    NoAnswer {
        program: String,
    },
}

/// A part a package needs and the folder does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum MissingPart {
    /// A project that makes a web application.
    WebProject,
    /// The Xperience packages in that project.
    XperiencePackages,
    Sdk,
    Publish,
    Repository,
    RepositoryConfig,
    /// There is a configuration, but nothing was stored yet.
    RepositoryObjects,
}

/// The steps the documentation names, and the two that are Slipway's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum BuildStep {
    /// `dotnet build`: the CD store runs what this makes.
    BuildProject,
    /// `dotnet run … --kxp-cd-store`: writes the database's objects into the CD repository.
    StoreRepository,
    /// `dotnet publish`.
    Publish,
    /// Slipway writes the package.
    Pack,
    /// Slipway inspects and hashes what it wrote.
    Prove,
}

/// Who can do a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum StepBy {
    Slipway,
    /// Its result lies there already; Slipway can make it anew.
    DoneOrSlipway,
    /// Its result lies there already and cannot be made anew here.
    Done,
    /// Somebody with the project and its SDK has to.
    Developer,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct StepOffer {
    pub step: BuildStep,
    pub by: StepBy,
}

/// One command as it will be run, for showing before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CommandLine {
    pub step: BuildStep,
    /// File name of the program and its arguments, quoted as a shell wants them.
    pub text: String,
    /// Folder it runs in, as the user knows it.
    pub folder: String,
    /// What it writes inside the user's own folders, relative to `folder`; empty: nothing.
    pub writes: Vec<String>,
}

/// Where a line of output came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Stream {
    Out,
    Err,
}

/// A line a command wrote, without secrets and control characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct OutputLine {
    /// Counts from 1 through all steps of a build.
    pub number: Count,
    pub step: BuildStep,
    pub stream: Stream,
    pub text: String,
}

/// The SaaS readiness check: the project's source code, read as text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Readiness {
    pub verdict: Verdict,
    /// Blockers first. `evidence.entry` is a path relative to the folder.
    pub findings: Vec<Finding>,
    /// Source files that were read.
    pub files: Count,
    /// There were more, or larger ones, than are read: something may have been overlooked.
    pub cut_short: bool,
}
