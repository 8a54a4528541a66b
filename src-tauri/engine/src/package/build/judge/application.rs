//! The application: the library the platform starts, what has to lie beside it, and the build
//! number it carries (facts 1.2, step 9, and 1.3).

use super::Case;
use super::catalog::BUILD_NUMBER_UNKNOWN;
use crate::fault::Fault;
use crate::package::build::order::BuildOrder;
use crate::package::build::product_version::product_version;
use crate::package::build::read::read_small;
use crate::package::build::tree::Tree;
use crate::package::check::catalog::{
    APP_OFFLINE, ASSEMBLY_MISSING, COMPANION_GARBLED, COMPANION_MISSING,
};
use crate::package::content::application::Dependencies;
use crate::package::report::{Evidence, Finding, Sourced};

/// Larger libraries are no web project's.
const LARGEST_LIBRARY: u64 = 64 << 20;
const LARGEST_LIST: u64 = 32 << 20;
const RUNTIME: &str = ".runtimeconfig.json";

/// What the application says of itself.
#[derive(Debug, Default)]
pub(in crate::package::build) struct Application {
    /// The one that was ordered, or the one of the library.
    pub build_number: Option<String>,
    /// Xperience version of the code.
    pub version: Option<Sourced>,
    /// `deps.json` is there and is not what it should be.
    garbled: Option<String>,
}

impl Application {
    /// # Errors
    /// Those of reading its files.
    pub(in crate::package::build) fn read(
        order: &BuildOrder,
        publish: &Tree,
    ) -> Result<Self, Fault> {
        let build_number = match &order.build_number {
            Some(ordered) => Some(ordered.trim().to_owned()).filter(|text| !text.is_empty()),
            None => {
                let library = format!("{}.dll", order.assembly);
                read_small(publish, &library, LARGEST_LIBRARY)?
                    .and_then(|bytes| product_version(&bytes))
            }
        };
        let mut application = Self {
            build_number,
            ..Self::default()
        };
        let list = format!("{}.deps.json", order.assembly);
        if let Some(bytes) = read_small(publish, &list, LARGEST_LIST)? {
            match Dependencies::read(&list, &bytes) {
                None => application.garbled = Some(list),
                Some(dependencies) => {
                    application.version = dependencies.xperience_version().map(|version| Sourced {
                        value: version.to_owned(),
                        source: list.clone(),
                    });
                }
            }
        }
        Ok(application)
    }
}

/// Names of the applications in a publish folder: each has a runtime file of its own.
pub(in crate::package::build) fn applications(publish: &Tree) -> Vec<String> {
    let files = publish.files.iter().filter(|file| !file.path.contains('/'));
    files
        .filter_map(|file| file.path.strip_suffix(RUNTIME))
        .map(str::to_owned)
        .collect()
}

pub(super) fn check(case: &Case) -> Vec<Finding> {
    let publish = &case.trees.publish;
    let assembly = &case.order.assembly;
    let is_there = |ending: &str| publish.find(&format!("{assembly}{ending}")).is_some();
    let offline = ["app_offline.htm", "app_offline.html"];
    let offline = publish.files.iter().filter(|file| {
        offline
            .iter()
            .any(|name| file.path.eq_ignore_ascii_case(name))
    });
    let mut findings: Vec<Finding> = APP_OFFLINE
        .found_at(offline.map(|file| Evidence::named(&file.path)))
        .into_iter()
        .collect();
    if assembly.is_empty() || !is_there(".dll") {
        let candidates = applications(publish);
        let places = candidates
            .iter()
            .map(|name| Evidence::named(&format!("{name}{RUNTIME}")).showing(name));
        let missing = ASSEMBLY_MISSING.found().with("assembly", assembly);
        findings.push(missing.at(places));
        return findings;
    }
    let missing: Vec<String> = [".deps.json", RUNTIME]
        .into_iter()
        .filter(|ending| !is_there(ending))
        .map(|ending| format!("{assembly}{ending}"))
        .collect();
    if !missing.is_empty() {
        let finding = COMPANION_MISSING.found().with("assembly", assembly);
        findings.push(finding.with("files", missing.join(", ")));
    }
    let garbled = case.application.garbled.iter();
    findings.extend(COMPANION_GARBLED.found_at(garbled.map(|name| Evidence::named(name))));
    if case.application.build_number.is_none() {
        let library = Evidence::named(&format!("{assembly}.dll"));
        findings.push(
            BUILD_NUMBER_UNKNOWN
                .found()
                .with("assembly", assembly)
                .at([library]),
        );
    }
    findings
}
