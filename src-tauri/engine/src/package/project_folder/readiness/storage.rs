//! Where files are kept: mapped to Azure Blob storage by a module of the project, or since 31.6 by
//! one call (facts 2.4).

use super::Looked;
use super::catalog::*;
use crate::package::content::XperienceVersion;
use crate::package::report::{Evidence, Finding};

const REGISTRY: &str = "AddXperienceCloudStoragePathMapping";
const PRIVATE_CLOUD: &str = "AddAppServiceStoragePathMapping";
/// Names only code that maps storage by itself needs.
const OLD_MODULE: [&str; 2] = ["AzureStorageProvider", "StorageInitializationModule"];
/// From here on the module is legacy.
const FIRST_REGISTRY: XperienceVersion = XperienceVersion::new(31, 6, 0);

/// Nobody looks at more places than these.
const MOST_PLACES: usize = 200;

pub(super) fn check(looked: &Looked<'_>) -> Vec<Finding> {
    let registry = looked.calls(REGISTRY);
    let private_cloud = looked.calls(PRIVATE_CLOUD);
    let module: Vec<Evidence> = OLD_MODULE
        .iter()
        .find_map(|name| {
            let places: Vec<Evidence> = looked
                .names(name)
                .into_iter()
                .take(MOST_PLACES)
                .map(|(source, at)| source.place(at))
                .collect();
            (!places.is_empty()).then_some(places)
        })
        .unwrap_or_default();
    let mut findings = Vec::new();
    if registry.is_empty() && module.is_empty() {
        match private_cloud.first() {
            Some((source, at)) => {
                findings.push(STORAGE_PRIVATE_CLOUD.found().at([source.place(*at)]));
            }
            None => {
                let place = Evidence::named(&looked.start_up());
                findings.push(STORAGE_NOT_MAPPED.found().at([place]));
            }
        }
    }
    if let Some((source, at)) = registry.first()
        && let Some(first) = module.first()
    {
        let places = [source.place(*at), first.clone()];
        findings.push(STORAGE_MAPPED_TWICE.found().at(places));
    } else if looked.version >= Some(FIRST_REGISTRY) {
        findings.extend(STORAGE_OLD_MODULE.found_at(module));
    }
    findings
}
