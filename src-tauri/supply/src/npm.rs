//! The npm packages the interface is made of, as `package-lock.json` names them.

use crate::part::{Part, Registry, canonical};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[derive(Deserialize)]
struct Lock {
    packages: BTreeMap<String, Locked>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Locked {
    #[serde(default)]
    version: String,
    #[serde(default)]
    license: String,
    /// Only for building and testing.
    #[serde(default)]
    dev: bool,
    #[serde(default)]
    dev_optional: bool,
}

/// What may end up in the window; more than what does, for a bundler leaves out what is not used.
pub fn bundled(root: &Path) -> Result<Vec<Part>, String> {
    let path = root.join("ui/package-lock.json");
    let text = std::fs::read_to_string(&path).map_err(|cause| format!("{path:?}: {cause}"))?;
    let lock: Lock = serde_json::from_str(&text).map_err(|cause| format!("{path:?}: {cause}"))?;
    let shipped = lock.packages.into_iter().filter_map(|(place, locked)| {
        let (_, name) = place.rsplit_once("node_modules/")?;
        (!locked.dev && !locked.dev_optional).then(|| Part {
            from: Registry::Npm,
            name: name.to_owned(),
            version: locked.version,
            licence: canonical(&locked.license),
        })
    });
    let shipped: BTreeSet<Part> = shipped.collect();
    Ok(shipped.into_iter().collect())
}
