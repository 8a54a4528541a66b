//! Numbers 5 and 12: `$CDRepository/repository.config` (facts 2.2).

use super::catalog::*;
use crate::package::content::config::{FILE, RepositoryConfig};
use crate::package::content::text::excerpt;
use crate::package::content::{ConfigFile, REPOSITORY, Reading};
use crate::package::report::{Evidence, Finding};

pub(super) fn check(reading: &Reading) -> Vec<Finding> {
    match &reading.config {
        ConfigFile::Closed => Vec::new(),
        // Told as missing, or as empty.
        ConfigFile::Missing if !has_repository(reading) => Vec::new(),
        // Those that may have been taken for it are shown: only the one in the repository counts.
        ConfigFile::Missing => vec![CONFIG_MISSING.found().at(decoys(reading))],
        ConfigFile::NotConfig { evidence } => {
            vec![CONFIG_UNREADABLE.found().at([evidence.clone()])]
        }
        ConfigFile::Read(config) => lint(config),
    }
}

fn lint(config: &RepositoryConfig) -> Vec<Finding> {
    let mut findings = Vec::new();
    match &config.restore_mode {
        Some(mode) if config.mode().is_none() && !mode.value.is_empty() => {
            findings.push(
                RESTORE_MODE_UNKNOWN
                    .found()
                    .with("mode", excerpt(&mode.value))
                    .at([config.place(mode.line)]),
            );
        }
        Some(mode) if mode.value.is_empty() => {
            findings.push(RESTORE_MODE_MISSING.found().at([config.place(mode.line)]))
        }
        Some(_) => {}
        None => findings.push(
            RESTORE_MODE_MISSING
                .found()
                .at([Evidence::named(&config.entry)]),
        ),
    }
    if let Some(version) = &config.version {
        if config.version_in_lower_case {
            findings.push(CONFIG_VERSION_CASE.found().at([config.place(version.line)]));
        }
        if config.generation().is_none() {
            let finding = CONFIG_VERSION_UNKNOWN
                .found()
                .with("version", excerpt(&version.value));
            findings.push(finding.at([config.place(version.line)]));
        }
    }
    findings
        .extend(INCLUDE_ALL.found_at(config.include_all.iter().map(|line| config.place(*line))));
    findings
}

fn has_repository(reading: &Reading) -> bool {
    reading
        .archive
        .entries
        .iter()
        .any(|entry| !entry.is_folder() && reading.layout.below(entry, REPOSITORY).is_some())
}

fn decoys(reading: &Reading) -> impl Iterator<Item = Evidence> {
    reading
        .archive
        .entries
        .iter()
        .filter(|entry| entry.file_name().eq_ignore_ascii_case(FILE))
        .map(Evidence::of)
}
