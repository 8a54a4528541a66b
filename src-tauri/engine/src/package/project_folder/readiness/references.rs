//! Package references and their versions.

use super::Looked;
use super::catalog::*;
use crate::package::content::XperienceVersion;
use crate::package::content::application::PLATFORM;
use crate::package::project_folder::project::Reference;
use crate::package::report::{Evidence, Finding};

/// New SaaS projects need at least this version (facts 2.6).
const MINIMUM: XperienceVersion = XperienceVersion::new(30, 1, 0);
const ADMIN: &str = "Kentico.Xperience.Admin";
/// What a web project must reference to run in the SaaS environment.
const REQUIRED: [&str; 2] = ["Kentico.Xperience.WebApp", "Kentico.Xperience.Cloud"];

pub(super) fn check(looked: &Looked<'_>) -> Vec<Finding> {
    let project_file = || Evidence::named(&looked.project.file.path);
    let has = |name: &str| {
        looked
            .references
            .iter()
            .any(|one| one.name.eq_ignore_ascii_case(name))
    };
    let mut findings: Vec<Finding> = REQUIRED
        .iter()
        .filter(|name| !has(name))
        .map(|name| {
            REFERENCE_MISSING
                .found()
                .with("package", name)
                .at([project_file()])
        })
        .collect();
    if !has(ADMIN) {
        findings.push(REFERENCE_ADMIN_MISSING.found().at([project_file()]));
    }
    let platform = platform(&looked.references);
    findings.extend(open_versions(&platform));
    let versions: Vec<(XperienceVersion, &Reference)> = platform
        .iter()
        .filter_map(|one| Some((XperienceVersion::parse(one.version.as_ref()?)?, *one)))
        .collect();
    let first = versions.first().map(|(version, _)| *version);
    if versions.iter().any(|(version, _)| Some(*version) != first) {
        let places = versions.iter().map(|(_, one)| one.place.clone());
        findings.push(REFERENCES_MIXED.found().at(places));
    }
    if let Some((version, one)) = versions.iter().min_by_key(|(version, _)| *version)
        && *version < MINIMUM
    {
        findings.push(
            REFERENCE_TOO_OLD
                .found()
                .with("version", version)
                .with("minimum", MINIMUM)
                .at([one.place.clone()]),
        );
    }
    findings
}

/// References to the packages that carry the version of the product (facts 2.5).
fn platform(references: &[Reference]) -> Vec<&Reference> {
    references
        .iter()
        .filter(|one| {
            PLATFORM
                .iter()
                .any(|name| name.eq_ignore_ascii_case(&one.name))
        })
        .collect()
}

/// `31.*`, a range, or nothing at all: another build may take another version.
fn open_versions(platform: &[&Reference]) -> Option<Finding> {
    let open = platform.iter().filter(|one| {
        let version = one.version.as_deref();
        version.is_none_or(|version| XperienceVersion::parse(version).is_none())
    });
    REFERENCE_VERSION_OPEN.found_at(open.map(|one| one.place.clone()))
}
