//! The crates of window and command line, as cargo resolves them.

use crate::part::{Part, Registry, canonical};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::process::Command;

/// What is built with its dependencies is what people install.
const SHIPPED: [&str; 2] = ["slipway", "slipway-cli"];
/// The window carries its interface with it.
const FEATURE: &str = "--features=slipway/custom-protocol";

/// What `cargo metadata` says (format version 1), as far as it is asked here.
#[derive(Deserialize)]
pub struct Crates {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
pub struct Package {
    id: String,
    pub name: String,
    pub version: String,
    pub license: Option<String>,
    /// `registry+https://…`; none for Slipway's own.
    pub source: Option<String>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Needed>,
}

#[derive(Deserialize)]
struct Needed {
    pkg: String,
    dep_kinds: Vec<Kind>,
}

#[derive(Deserialize)]
struct Kind {
    kind: Option<For>,
}

/// What a crate is needed for, besides being linked in.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum For {
    Build,
    Dev,
}

/// Resolves for one target, or for all of them at once. Needs what `Cargo.lock` names to be on this
/// computer or to be had.
pub fn all(root: &Path, target: Option<&str>) -> Result<Crates, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut ask = Command::new(cargo);
    ask.current_dir(root)
        .args(["metadata", "--format-version=1", "--locked", FEATURE]);
    if let Some(target) = target {
        ask.args(["--filter-platform", target]);
    }
    let told = ask
        .output()
        .map_err(|cause| format!("cargo metadata: {cause}"))?;
    if !told.status.success() {
        return Err(String::from_utf8_lossy(&told.stderr).into_owned());
    }
    serde_json::from_slice(&told.stdout).map_err(|cause| format!("cargo metadata: {cause}"))
}

impl Crates {
    /// Every crate that is linked into what people install or runs while it is built, except
    /// Slipway's own.
    pub fn linked(&self) -> Vec<&Package> {
        self.reached(&[None, Some(For::Build)])
    }

    /// Only what is linked in.
    pub fn shipped(&self) -> Vec<Part> {
        let crates = self.reached(&[None]);
        let parts: BTreeSet<Part> = crates.into_iter().map(part_of).collect();
        parts.into_iter().collect()
    }

    /// Which package URLs each needs, Slipway's own crates included by their names.
    pub fn needs(&self) -> BTreeMap<String, BTreeSet<String>> {
        let name = |package: &Package| match package.source {
            Some(_) => part_of(package).purl(),
            None => package.name.clone(),
        };
        let by_id = self.by_id();
        let reached = self.ids(&[None]);
        let nodes = self.resolve.nodes.iter();
        nodes
            .filter(|node| reached.contains(&node.id))
            .map(|node| {
                let needed = node.deps.iter().filter(|dep| reached.contains(&dep.pkg));
                let needed = needed.map(|dep| name(by_id[dep.pkg.as_str()])).collect();
                (name(by_id[node.id.as_str()]), needed)
            })
            .collect()
    }

    fn by_id(&self) -> HashMap<&str, &Package> {
        let packages = self.packages.iter();
        packages.map(|it| (it.id.as_str(), it)).collect()
    }

    fn reached(&self, kinds: &[Option<For>]) -> Vec<&Package> {
        let ids = self.ids(kinds);
        let packages = self.packages.iter();
        packages
            .filter(|package| package.source.is_some() && ids.contains(&package.id))
            .collect()
    }

    fn ids(&self, kinds: &[Option<For>]) -> BTreeSet<String> {
        let nodes = self.resolve.nodes.iter();
        let nodes: HashMap<&str, &Node> = nodes.map(|node| (node.id.as_str(), node)).collect();
        let own = self.packages.iter().filter(|it| it.source.is_none());
        let mut open: Vec<&str> = own
            .filter(|package| SHIPPED.contains(&package.name.as_str()))
            .map(|package| package.id.as_str())
            .collect();
        let mut reached = BTreeSet::new();
        while let Some(id) = open.pop() {
            if !reached.insert(id.to_owned()) {
                continue;
            }
            let needed = nodes.get(id).map(|node| node.deps.as_slice());
            let wanted = needed
                .unwrap_or_default()
                .iter()
                .filter(|dep| dep.dep_kinds.iter().any(|kind| kinds.contains(&kind.kind)));
            open.extend(wanted.map(|dep| dep.pkg.as_str()));
        }
        reached
    }
}

pub fn part_of(package: &Package) -> Part {
    Part {
        from: Registry::Crate,
        name: package.name.clone(),
        version: package.version.clone(),
        licence: canonical(package.license.as_deref().unwrap_or_default()),
    }
}
