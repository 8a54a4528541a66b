//! The CD repository: there, with something in it, and stored from the version the code has
//! (facts 1.2, step 5, and 2.5).

use super::Case;
use crate::fault::Fault;
use crate::package::build::metadata::word;
use crate::package::build::read::read_small;
use crate::package::build::tree::Tree;
use crate::package::check::catalog::{
    ASSETS_MODE_DIFFERS, CONFIG_MISSING, CONFIG_UNREADABLE, REPOSITORY_EMPTY,
    REPOSITORY_WITHOUT_OBJECTS, RESTORE_MODE_MISSING, VERSION_MISMATCH,
};
use crate::package::content::object::{self, Told};
use crate::package::content::{ConfigFile, REPOSITORY, XperienceVersion, config};
use crate::package::report::{AssetsMode, Evidence, Finding, RestoreMode, Sourced};

const VERSION_SETTING: &str = "@global/cms.settingskey/cmsdbversion.xml";
const LARGEST: u64 = 8 << 20;

/// What the repository says of itself.
#[derive(Debug)]
pub(in crate::package::build) struct Stored {
    /// Xperience version of the database it was stored from.
    pub version: Option<Sourced>,
    config: ConfigFile,
}

impl Stored {
    /// # Errors
    /// Those of reading its files.
    pub(in crate::package::build) fn read(repository: &Tree) -> Result<Self, Fault> {
        let version = read_small(repository, VERSION_SETTING, LARGEST)?
            .and_then(|bytes| object::read(&bytes))
            .and_then(|object| match object.told {
                Told::DatabaseVersion(version) => Some(Sourced {
                    value: version.into(),
                    source: entry(VERSION_SETTING),
                }),
                _ => None,
            });
        let config = match read_small(repository, config::FILE, LARGEST)? {
            None => ConfigFile::Missing,
            Some(bytes) => config::read(&entry(config::FILE), &bytes),
        };
        Ok(Self { version, config })
    }
}

fn entry(path: &str) -> String {
    format!("{REPOSITORY}/{path}")
}

pub(super) fn check(case: &Case) -> Vec<Finding> {
    let mut findings = Vec::new();
    match contents(&case.trees.repository, &case.stored.config) {
        Some(empty) => findings.push(empty),
        None => findings.extend(configuration(&case.stored.config)),
    }
    findings.extend(stale(case));
    findings.extend(mode_differs(case));
    findings
}

/// A restore from an empty repository can damage the database. The script only asks for any
/// folder, which `.lock` is too.
fn contents(repository: &Tree, config: &ConfigFile) -> Option<Finding> {
    let in_folder = |path: &str| path.contains('/') && !path.starts_with(".lock/");
    if repository.files.iter().any(|file| in_folder(&file.path)) {
        return None;
    }
    let nothing_wanted = matches!(config, ConfigFile::Read(config) if config.includes_nothing());
    let any_folder =
        !repository.empty.is_empty() || repository.files.iter().any(|file| file.path.contains('/'));
    if nothing_wanted && any_folder {
        return Some(REPOSITORY_WITHOUT_OBJECTS.found());
    }
    Some(REPOSITORY_EMPTY.found().at([Evidence::named(REPOSITORY)]))
}

/// Without it, or without its mode, the restore does not start; the finished package is looked at
/// more closely.
fn configuration(config: &ConfigFile) -> Option<Finding> {
    let place = || Evidence::named(&entry(config::FILE));
    match config {
        ConfigFile::Missing => Some(CONFIG_MISSING.found()),
        ConfigFile::Read(read) if read.restore_mode.is_none() => {
            Some(RESTORE_MODE_MISSING.found().at([place()]))
        }
        ConfigFile::Read(_) => None,
        _ => Some(CONFIG_UNREADABLE.found().at([place()])),
    }
}

/// Stored before an update, or published before one.
fn stale(case: &Case) -> Option<Finding> {
    let code = case.application.version.as_ref()?;
    let stored = case.stored.version.as_ref()?;
    if XperienceVersion::parse(&code.value)? == XperienceVersion::parse(&stored.value)? {
        return None;
    }
    let finding = VERSION_MISMATCH
        .found()
        .with("code_version", &code.value)
        .with("repository_version", &stored.value);
    let places = [code, stored].map(|told| Evidence::named(&told.source).showing(&told.value));
    Some(finding.at(places))
}

/// Media files and their records have to be deployed alike (facts 1.1).
fn mode_differs(case: &Case) -> Option<Finding> {
    let ConfigFile::Read(config) = &case.stored.config else {
        return None;
    };
    let assets = &case.trees.assets.as_ref()?.tree;
    let media = assets
        .paths()
        .any(|path| path.to_lowercase().contains("/media/"));
    let restore = match config.mode()? {
        RestoreMode::Create => AssetsMode::Create,
        RestoreMode::CreateUpdate => AssetsMode::CreateUpdate,
        RestoreMode::Full => return None,
    };
    let assets_mode = case.order.assets_mode;
    (media && restore != assets_mode).then(|| {
        ASSETS_MODE_DIFFERS
            .found()
            .with("assets_mode", word(assets_mode))
            .with("restore_mode", word(restore))
            .at([Evidence::named(&entry(config::FILE))])
    })
}
