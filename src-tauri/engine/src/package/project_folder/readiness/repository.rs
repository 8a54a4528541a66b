//! The configuration of Continuous Deployment, and whether what was stored fits the code.

use super::Looked;
use super::catalog::*;
use crate::disk::{join, on_disk};
use crate::package::content::XperienceVersion;
use crate::package::content::config::{self, ConfigFile};
use crate::package::project_folder::walk::read_small;
use crate::package::report::{Evidence, Finding};

const LARGEST_CONFIG: u64 = 4_000_000;

pub(super) fn check(looked: &Looked<'_>) -> Vec<Finding> {
    let Some(repository) = looked
        .recognised
        .picture
        .repository
        .as_ref()
        .filter(|repository| repository.configured)
    else {
        let place = Evidence::named(&looked.project.file.path);
        return vec![CD_CONFIG_MISSING.found().at([place])];
    };
    let path = join(&repository.path, config::FILE);
    let bytes = read_small(&on_disk(looked.root, &path), LARGEST_CONFIG).unwrap_or_default();
    let mut findings = Vec::new();
    match config::read(&path, &bytes) {
        ConfigFile::Read(config) if config.mode().is_none() => {
            let place = match &config.restore_mode {
                Some(mode) => config.place(mode.line),
                None => Evidence::named(&path),
            };
            findings.push(CD_RESTORE_MODE_MISSING.found().at([place]));
        }
        ConfigFile::Read(_) => {}
        ConfigFile::NotConfig { evidence } => {
            findings.push(CD_CONFIG_UNREADABLE.found().at([evidence]));
        }
        ConfigFile::Missing | ConfigFile::Closed => {
            findings.push(CD_CONFIG_UNREADABLE.found().at([Evidence::named(&path)]));
        }
    }
    let stored = repository
        .xperience
        .as_ref()
        .and_then(|stored| Some((XperienceVersion::parse(&stored.value)?, stored)));
    if let (Some(code), Some((version, stored))) = (looked.version, stored)
        && code != version
    {
        findings.push(
            CD_STORED_FROM_OTHER
                .found()
                .with("code_version", code)
                .with("repository_version", version)
                .at([Evidence::named(&stored.source).showing(&stored.value)]),
        );
    }
    findings
}
