//! Numbers 8 and 17: Xperience versions inside the package, and the libraries SaaS needs
//! (facts 2.5, 2.6). The comparison with the target is in [`super::ground`].

use super::catalog::*;
use crate::package::content::application::Dependencies;
use crate::package::content::{Reading, XperienceVersion};
use crate::package::report::{Evidence, Finding, PackageFacts};

/// Lowest version of new SaaS projects (facts 2.6).
const MINIMUM: XperienceVersion = XperienceVersion::new(30, 1, 0);

pub(super) fn check(reading: &Reading, facts: &PackageFacts) -> Vec<Finding> {
    let Some(dependencies) = reading.dependencies.as_ref() else {
        return Vec::new();
    };
    if dependencies.platform_libraries().next().is_none() {
        return vec![
            XPERIENCE_MISSING
                .found()
                .at([Evidence::named(&dependencies.entry)]),
        ];
    }
    let mut findings: Vec<Finding> = missing_libraries(dependencies).collect();
    findings.extend(mixed(dependencies));
    findings.extend(too_old(dependencies));
    findings.extend(mismatch(dependencies, facts));
    findings
}

fn missing_libraries(dependencies: &Dependencies) -> impl Iterator<Item = Finding> {
    let has = |name: &str| dependencies.version_of(name).is_some();
    // Older documents call the cloud library by its former name.
    let cloud = !has("Kentico.Xperience.Cloud") && !has("Kentico.Integrations.Cloud");
    let missing = [
        (CLOUD_MISSING, cloud),
        (ADMINISTRATION_MISSING, !has("Kentico.Xperience.Admin")),
    ];
    missing
        .into_iter()
        .filter(|(_, missing)| *missing)
        .map(|(check, _)| check.found().at([Evidence::named(&dependencies.entry)]))
}

/// Platform libraries of one application always come in one version.
fn mixed(dependencies: &Dependencies) -> Option<Finding> {
    let versions: Vec<_> = dependencies
        .platform_libraries()
        .map(|(_, version)| XperienceVersion::parse(version))
        .collect();
    if versions.windows(2).all(|pair| pair[0] == pair[1]) {
        return None;
    }
    PLATFORM_MIXED.found_at(
        dependencies
            .platform_libraries()
            .map(|(name, _)| dependencies.place(name)),
    )
}

fn too_old(dependencies: &Dependencies) -> Option<Finding> {
    let (library, text) = dependencies.platform_libraries().next()?;
    let version = XperienceVersion::parse(text)?;
    (version < MINIMUM).then(|| {
        let finding = VERSION_TOO_OLD
            .found()
            .with("version", version)
            .with("minimum", MINIMUM);
        finding.at([dependencies.place(library)])
    })
}

fn mismatch(dependencies: &Dependencies, facts: &PackageFacts) -> Option<Finding> {
    let (library, code) = dependencies.platform_libraries().next()?;
    let repository = facts.repository_version.as_ref()?;
    if XperienceVersion::parse(code)? == XperienceVersion::parse(&repository.value)? {
        return None;
    }
    let finding = VERSION_MISMATCH
        .found()
        .with("code_version", code)
        .with("repository_version", &repository.value);
    let stored = Evidence::named(&repository.source).showing(&repository.value);
    Some(finding.at([dependencies.place(library), stored]))
}
