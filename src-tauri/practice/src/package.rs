//! What the Portal makes of a package it was sent: the one place that reads packages.

use crate::project::DeployedPackage;
use crate::upload::Received;
use slipway_engine::package::{Finding, Ground, Inspection, inspect};
use slipway_engine::units::Bytes;

/// Reads the package just received. What cannot be deployed carries a refusal, and its deployment
/// tells it. None if `stopping` said so.
pub(crate) fn understand(
    received: &Received,
    uploaded_as: Option<&str>,
    stopping: &dyn Fn() -> bool,
) -> Option<DeployedPackage> {
    let mut package = DeployedPackage {
        file_name: uploaded_as.unwrap_or("DeploymentPackage.zip").to_owned(),
        sha256: received.sha256.clone(),
        size: Bytes(received.size),
        assembly: None,
        build_number: None,
        xperience_version: None,
        repository_hash: None,
        zero_downtime: false,
        storage_assets: false,
        refusal: None,
    };
    match inspect(&received.file, &Ground::default(), stopping) {
        Ok(inspection) => note(inspection, &mut package),
        Err(_) if stopping() => return None,
        Err(fault) => {
            package.refusal = Some(format!("The deployment package cannot be read: {fault}."))
        }
    }
    Some(package)
}

fn note(inspection: Inspection, package: &mut DeployedPackage) {
    let unreadable = inspection.is_unreadable();
    package.refusal = match unreadable {
        true => Some("The deployment package is not a readable ZIP archive.".into()),
        false => inspection.findings.iter().find_map(refusal),
    };
    let facts = inspection.facts;
    package.assembly = facts.assembly;
    package.build_number = facts.build_number.filter(|build| !build.is_empty());
    package.xperience_version = facts
        .code_version
        .or(facts.repository_version)
        .map(|version| version.value);
    package.repository_hash = facts.repository_hash;
    package.zero_downtime = facts.zero_downtime.unwrap_or(false);
    package.storage_assets = facts
        .storage_assets
        .is_some_and(|assets| assets.files.0 > 0);
}

/// The log's words for findings that keep a package from being deployed anywhere. Other findings
/// are advice, and a Portal gives none.
fn refusal(finding: &Finding) -> Option<String> {
    let value = |name: &str| finding.params.get(name).map_or("–", String::as_str);
    let words = match finding.check.as_str() {
        "archive-damaged" | "package-without-files" => {
            "The deployment package is not a readable ZIP archive.".into()
        }
        "metadata-missing"
        | "wrapped-in-a-folder"
        | "package-inside-a-zip"
        | "database-export-chosen"
        | "source-code-chosen" => {
            "cloud-metadata.json is missing in the root of the deployment package.".into()
        }
        "metadata-not-json" => "cloud-metadata.json cannot be read.".into(),
        "metadata-key-missing" | "metadata-key-wrong-type" => {
            format!(
                "cloud-metadata.json has no valid value for: {}.",
                value("keys")
            )
        }
        "assembly-missing" => {
            format!(
                "{}.dll is missing in the root of the deployment package.",
                value("assembly")
            )
        }
        "repository-missing" | "repository-empty" => {
            "$CDRepository is missing in the deployment package or empty.".into()
        }
        "repository-config-missing" | "repository-config-unreadable" | "restore-mode-missing" => {
            "The CD configuration $CDRepository/repository.config is missing or has no RestoreMode."
                .into()
        }
        "version-mismatch" => format!(
            "The CD repository was stored from Xperience version '{}', which does not match the project version '{}'.",
            value("repository_version"),
            value("code_version"),
        ),
        _ => return None,
    };
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use slipway_engine::package::{CHECKS, Severity, Whom};
    use slipway_engine::units::Count;
    use std::collections::BTreeMap;

    #[test]
    fn exactly_these_checks_of_the_inspection_refuse_a_package() {
        let finding = |check: &str| Finding {
            check: check.into(),
            severity: Severity::Blocker,
            params: BTreeMap::new(),
            evidence: Vec::new(),
            more: Count(0),
            ask: Whom::Developer,
        };
        let refusing: Vec<_> = CHECKS
            .iter()
            .map(|check| check.id)
            .filter(|id| refusal(&finding(id)).is_some())
            .collect();
        // A check that is renamed there falls out of this list.
        let expected = [
            "package-without-files",
            "archive-damaged",
            "wrapped-in-a-folder",
            "package-inside-a-zip",
            "database-export-chosen",
            "source-code-chosen",
            "metadata-missing",
            "metadata-not-json",
            "metadata-key-missing",
            "metadata-key-wrong-type",
            "assembly-missing",
            "repository-missing",
            "repository-empty",
            "repository-config-missing",
            "repository-config-unreadable",
            "restore-mode-missing",
            "version-mismatch",
        ];
        assert_eq!(refusing, expected);
    }
}
