//! What lies between two packages, as it crosses to the window, the command line and the note.

use crate::package::report::{AssetsMode, RestoreMode};
use crate::units::{Bytes, Count};
use serde::{Deserialize, Serialize};

/// How alike two package files are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Sameness {
    /// One and the same, byte for byte.
    SameBytes,
    /// Every file inside is the same; only the zip around them is another one.
    SameContent,
    Different,
}

/// What became of something on the way from the old package to the new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Change {
    Added,
    Changed,
    /// In the old package and not in the new one. Whether the target loses it too is up to the
    /// restore mode: only `Full` deletes (facts 2.2).
    Removed,
}

/// How many of each change.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Changes {
    pub added: Count,
    pub changed: Count,
    pub removed: Count,
}

/// One of the two packages, in a few words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ComparedPackage {
    pub file_name: String,
    pub size: Bytes,
    /// Files, without folders.
    pub files: Count,
    pub assembly: Option<String>,
    /// The Portal's **Build number** (facts 1.3).
    pub build_number: Option<String>,
    /// Xperience version of the code, from `deps.json`.
    pub code_version: Option<String>,
    /// Xperience version the CD repository was stored from.
    pub repository_version: Option<String>,
    pub target_framework: Option<String>,
    pub zero_downtime: Option<bool>,
    pub restore_mode: Option<RestoreMode>,
    pub assets_mode: Option<AssetsMode>,
}

/// Which value of a package a [`FactChange`] is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum ComparedFact {
    Assembly,
    BuildNumber,
    XperienceVersion,
    RepositoryVersion,
    TargetFramework,
    ZeroDowntime,
    RestoreMode,
    AssetsMode,
}

/// A value of the package as a whole that is another one now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FactChange {
    pub fact: ComparedFact,
    /// As the package writes it; `true` and `false` for the zero-downtime flag.
    pub before: Option<String>,
    pub after: Option<String>,
}

/// A library of `deps.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct LibraryChange {
    pub name: String,
    pub change: Change,
    pub before: Option<String>,
    pub after: Option<String>,
    /// It carries the version of Xperience itself (facts 2.5).
    pub platform: bool,
}

/// The objects of one type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ObjectGroup {
    /// Object type: the root element of the files, never the folder (facts 2.1).
    pub kind: String,
    /// Of the whole group, also where `objects` shows a part.
    pub changes: Changes,
    /// Added, changed, removed; within that by name.
    pub objects: Vec<ObjectChange>,
}

/// A serialized object, or a binary that was separated from one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ObjectChange {
    pub change: Change,
    /// As an editor knows it: its display name, else its code name, else the file's name.
    pub name: String,
    pub code_name: Option<String>,
    /// What it belongs to, by code name: the class of a form, the item of a language version.
    pub parent: Option<String>,
    /// Code name of the channel whose folder it lies in; none for global objects.
    pub channel: Option<String>,
    /// Page tree path, for pages.
    pub page_path: Option<String>,
    /// Path inside the package, to ask `object_diff` about.
    pub entry: String,
    /// A picture or another file beside the object's XML.
    pub binary: bool,
    /// Uncompressed size.
    pub before: Option<Bytes>,
    pub after: Option<Bytes>,
}

/// A content item, page, email or headless item in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ContentItemChange {
    pub change: Change,
    /// Display name in that language, else the code name.
    pub title: String,
    pub code_name: String,
    /// Code name of the content type, where the package tells it.
    pub content_type: Option<String>,
    /// Display name of the content type.
    pub type_name: Option<String>,
    /// Code name of the language; none for what all languages share.
    pub language: Option<String>,
    /// Page tree path.
    pub page_path: Option<String>,
    pub channel: Option<String>,
    /// Paths inside the package of the files that differ.
    pub entries: Vec<String>,
}

/// A key of `appsettings*.json`, `web.config` and the like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SettingChange {
    pub file: String,
    /// Joined with `:`, as .NET does.
    pub key: String,
    pub change: Change,
    /// Masked where `secret` says so.
    pub before: Option<String>,
    pub after: Option<String>,
    pub secret: bool,
}

/// When a migration runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum MigrationStage {
    BeforeRestore,
    AfterRestore,
    /// Its file is there and no list names it, so it never runs.
    NotListed,
}

/// A migration by name. One that is in both packages with the same SQL has run before and is not told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct MigrationChange {
    /// Without `.sql`.
    pub name: String,
    pub change: Change,
    pub stage: MigrationStage,
    /// Path of the SQL file, if there is one.
    pub entry: Option<String>,
}

/// One file that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FileChange {
    /// Path inside the package.
    pub entry: String,
    pub change: Change,
    /// Uncompressed size.
    pub before: Option<Bytes>,
    pub after: Option<Bytes>,
}

/// The files of a folder that differ, summed up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FolderChange {
    /// Two levels deep; `/` stands for the files at the root.
    pub folder: String,
    pub changes: Changes,
    /// Uncompressed size of these files in the old package and in the new one.
    pub before: Bytes,
    pub after: Bytes,
}

/// How many of everything, also where a list shows a part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ComparisonTotals {
    pub libraries: Changes,
    /// Serialized objects and their binaries, without those of content items.
    pub objects: Changes,
    /// Language versions of content items.
    pub content_items: Changes,
    pub settings: Changes,
    pub migrations: Changes,
    pub assets: Changes,
    /// The application's files and everything else that is none of the above.
    pub files: Changes,
    /// Serialized objects that differ in line ends or byte order mark alone, told nowhere else.
    /// The Portal may still take the repository for a changed one.
    pub rewritten: Count,
}

/// What is in the new package that was not in the old one, and the other way round. Everything is
/// sorted, so that the same two packages always give the same answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Comparison {
    pub sameness: Sameness,
    /// Something differs, and it is nothing but code: no object, migration, setting, storage asset,
    /// CD configuration, Xperience version or target framework.
    pub only_code: bool,
    /// `repository.config` is another one.
    pub config_changed: bool,
    /// The CD repositories hold other files, which is what the Portal's hash looks at (facts 3.5).
    pub repository_changed: bool,
    pub old: ComparedPackage,
    pub new: ComparedPackage,
    pub totals: ComparisonTotals,
    pub facts: Vec<FactChange>,
    /// Xperience's own first, then by name.
    pub libraries: Vec<LibraryChange>,
    /// By object type.
    pub objects: Vec<ObjectGroup>,
    pub content_items: Vec<ContentItemChange>,
    pub settings: Vec<SettingChange>,
    pub migrations: Vec<MigrationChange>,
    pub assets: Vec<FileChange>,
    pub asset_folders: Vec<FolderChange>,
    /// Everything else, by folder; the most bytes first.
    pub folders: Vec<FolderChange>,
    /// Files whose content could not be read in one of the packages; they are told as changed.
    pub unreadable: Vec<String>,
}

/// What a line or a field is in a diff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum LineKind {
    Same,
    Added,
    Removed,
    /// Stands for lines left out, unchanged ones or what is too much to show; `text` is how many.
    Gap,
}

/// A line of a long text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DiffLine {
    pub kind: LineKind,
    pub text: String,
}

/// A field of an object that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FieldDiff {
    /// Names of the elements below the root, joined with `/`; the second one of a name is `Name[2]`,
    /// an attribute is `@name`.
    pub path: String,
    pub change: Change,
    /// The value, masked or cut short where it has to be; none where `lines` tells it.
    pub before: Option<String>,
    pub after: Option<String>,
    /// Of long texts: what changed, line by line, with a few lines around it.
    pub lines: Vec<DiffLine>,
    pub secret: bool,
}

/// What a file turned out to be when its two states were set side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum DiffKind {
    /// XML, told field by field.
    Fields,
    /// Other text, told line by line in one field without a path.
    Text,
    /// Sizes are all there is to tell.
    Binary,
    /// Larger than is unpacked to be shown.
    TooLarge,
    /// The archive does not give its content.
    Unreadable,
    /// Only line ends, byte order mark or white space between elements differ.
    Formatting,
    /// Both packages hold the same.
    Same,
}

/// One file of both packages, side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ObjectDiff {
    pub entry: String,
    /// Object type of a serialized object.
    pub object_type: Option<String>,
    pub name: String,
    pub kind: DiffKind,
    /// Uncompressed size; none where the package does not have the file.
    pub before: Option<Bytes>,
    pub after: Option<Bytes>,
    pub fields: Vec<FieldDiff>,
    /// Fields that differ and are not among `fields`.
    pub more: Count,
}
