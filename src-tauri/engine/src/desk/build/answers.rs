//! The shapes of the build flow that cross to whoever asked.

use crate::desk::ChosenFile;
use crate::job::Job;
use crate::package::project_folder::{
    CommandLine, FolderPicture, MissingPart, OutputLine, Readiness,
};
use crate::package::{AssetsMode, Finding, Verdict};
use crate::units::{Bytes, Count};
use serde::{Deserialize, Serialize};

/// A folder the user chose or dropped. The window hands the id back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ChosenFolder {
    pub handle: String,
    pub name: String,
}

/// What was dropped onto the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dropped {
    File(ChosenFile),
    Folder(ChosenFolder),
}

/// A file that may be written, chosen by the user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ChosenOutput {
    pub handle: String,
    pub file_name: String,
    /// Folder it will lie in, for people.
    pub folder: String,
}

/// What a folder is and how ready its project is for the SaaS environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FolderView {
    pub handle: String,
    pub picture: FolderPicture,
    /// None where there is no source code to look at.
    pub readiness: Option<Readiness>,
    /// Finished packages that lie there, each with a handle to inspect it by.
    pub packages: Vec<ChosenFile>,
    pub ask: DeveloperRequest,
}

/// What to ask the developer for; the interface puts it into a message that can be copied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DeveloperRequest {
    /// Name of the web project, if it is known.
    pub assembly: Option<String>,
    pub needs: Vec<MissingPart>,
    /// What the developer would run in the project's folder, as the documentation writes it for
    /// PowerShell.
    pub commands: Vec<String>,
}

/// Where the published application comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "from")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum PublishFrom {
    /// Slipway runs `dotnet publish`.
    Run,
    /// What lies in the folder.
    Found,
    /// Another folder.
    Chosen { folder: String },
}

/// Where the CD repository comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "from")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum RepositoryFrom {
    /// Slipway runs the CD store first, which reads the project's database.
    Run,
    Found,
    Chosen {
        folder: String,
    },
}

/// Where storage assets come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "from")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum AssetsFrom {
    /// The package carries none.
    None,
    Found,
    Chosen {
        folder: String,
    },
}

/// What the user wants built. Handles are those of chosen folders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct BuildChoices {
    pub folder: String,
    /// `path` of the web project, where the folder holds several.
    pub project: Option<String>,
    /// Name of the application, where it has to be said; otherwise it is known from the folder.
    pub assembly: Option<String>,
    pub publish: PublishFrom,
    pub repository: RepositoryFrom,
    pub assets: AssetsFrom,
    pub assets_mode: AssetsMode,
    pub zero_downtime: bool,
    /// Leaves the date out of the Build number (facts 1.1).
    pub keep_product_version: bool,
    /// Id of an earlier package; what has not changed since is taken over from it.
    pub reuse: Option<String>,
}

/// What a build would do, and what stands in its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct BuildTerms {
    /// One confirmation is one build.
    pub confirmation_id: String,
    pub assembly: Option<String>,
    /// Applications in the publish folder: what `choices.assembly` may be. Empty where it is not
    /// published yet.
    pub assemblies: Vec<String>,
    /// Build number, where it is known before the build.
    pub build_number: Option<String>,
    /// Suggested name of the package.
    pub file_name: String,
    /// The commands Slipway will run, in this order; none if everything lies there.
    pub commands: Vec<CommandLine>,
    /// Slipway runs the project's own code with its connection to the database.
    pub runs_project_code: bool,
    /// What keeps the build from starting.
    pub missing: Vec<MissingPart>,
    /// What the files that lie there already tell; blockers keep the build from starting.
    pub findings: Vec<Finding>,
    pub verdict: Verdict,
    /// Files and bytes that go into the package, as far as they lie there already.
    pub files: Count,
    pub bytes: Bytes,
    /// A build that has not ended.
    pub under_way: Option<Job>,
}

/// "Build it." The engine checks all of it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct BuildOrder {
    pub choices: BuildChoices,
    /// Handle of the chosen output.
    pub output: String,
    pub confirmation_id: String,
}

/// What the commands of a build have written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct BuildOutput {
    /// Lines after the number asked for, oldest first.
    pub lines: Vec<OutputLine>,
    /// Lines that are no longer kept.
    pub dropped: Count,
    /// The commands that were run so far, the last one being at work while the job is.
    pub commands: Vec<CommandLine>,
    /// What was found in the files before they were packed; blockers end the build.
    pub findings: Vec<Finding>,
}
