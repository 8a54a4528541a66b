//! What may come in: the same `deny.toml` that `cargo deny` reads, held against what cargo resolved,
//! so that the rules hold where `cargo deny` is not installed.

use crate::crates::Package;
use crate::part::{Part, canonical};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[derive(Deserialize)]
pub struct Rules {
    licenses: Licences,
    bans: Bans,
    sources: Sources,
}

#[derive(Deserialize)]
struct Licences {
    allow: Vec<String>,
}

#[derive(Deserialize)]
struct Bans {
    #[serde(default)]
    deny: Vec<Named>,
    /// Older versions that are there beside newer ones, each with its reason.
    #[serde(default)]
    skip: Vec<Named>,
}

#[derive(Deserialize)]
struct Named {
    #[serde(rename = "crate")]
    name: String,
    #[serde(default)]
    reason: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Sources {
    allow_registry: Vec<String>,
}

impl Rules {
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(path).map_err(|cause| format!("{path:?}: {cause}"))?;
        toml::from_str(&text).map_err(|cause| format!("{path:?}: {cause}"))
    }

    /// A sentence for each crate that must not be there as it is.
    pub fn problems(&self, crates: &[&Package]) -> Vec<String> {
        let mut problems = Vec::new();
        for package in crates {
            let named = format!("{} {}", package.name, package.version);
            let licence = canonical(package.license.as_deref().unwrap_or_default());
            problems.extend(self.licence_problem(&named, &licence));
            if let Some(banned) = self.bans.deny.iter().find(|it| it.name == package.name) {
                problems.push(format!("{named} is banned: {}", banned.reason));
            }
            let source = package.source.as_deref();
            let source = source.unwrap_or_default().trim_start_matches("registry+");
            if !self.sources.allow_registry.iter().any(|it| it == source) {
                problems.push(format!("{named} comes from {source}"));
            }
        }
        let versions = crates
            .iter()
            .map(|it| (it.name.clone(), it.version.clone()));
        problems.extend(self.duplicates(versions));
        problems
    }

    pub fn of_packages(&self, packages: &[Part]) -> Vec<String> {
        let named = |part: &Part| format!("{} {} (npm)", part.name, part.version);
        let problems = packages.iter();
        problems
            .filter_map(|part| self.licence_problem(&named(part), &part.licence))
            .collect()
    }

    fn licence_problem(&self, named: &str, licence: &str) -> Option<String> {
        let Ok(expression) = spdx::Expression::parse(licence) else {
            return Some(format!(
                "{named} has a licence that cannot be read: “{licence}”"
            ));
        };
        let allowed = expression.evaluate(|wanted| {
            let wanted = wanted.to_string();
            self.licenses.allow.contains(&wanted)
        });
        (!allowed).then(|| format!("{named} is under {licence}, which is not allowed"))
    }

    /// Every version but the newest of a crate needs a reason, and every reason a version.
    fn duplicates(&self, versions: impl Iterator<Item = (String, String)>) -> Vec<String> {
        let mut by_name: BTreeMap<String, BTreeSet<Version>> = BTreeMap::new();
        for (name, version) in versions {
            by_name
                .entry(name)
                .or_default()
                .insert(Version::of(&version));
        }
        let mut older = BTreeSet::new();
        for (name, versions) in by_name {
            let newest = versions.len().saturating_sub(1);
            let before = versions.into_iter().take(newest);
            older.extend(before.map(|version| format!("{name}@{}", version.1)));
        }
        let skipped: BTreeSet<String> = self.bans.skip.iter().map(|it| it.name.clone()).collect();
        let missing = older.difference(&skipped);
        let missing =
            missing.map(|it| format!("{it} is there beside a newer one without a reason"));
        let idle = skipped.difference(&older);
        let idle = idle.map(|it| format!("{it} is skipped in deny.toml and is not there"));
        let mute = self.bans.skip.iter().filter(|it| it.reason.is_empty());
        let mute = mute.map(|it| format!("{} is skipped without a reason", it.name));
        missing.chain(idle).chain(mute).collect()
    }
}

/// A version that sorts as it is meant: 0.9 before 0.10.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Version(Vec<u64>, String);

impl Version {
    fn of(text: &str) -> Self {
        let numbers = text.split(['.', '-', '+']).map_while(|it| it.parse().ok());
        Self(numbers.collect(), text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> Rules {
        let text = r#"
            [licenses]
            allow = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception"]
            [bans]
            deny = [{ crate = "openssl-sys", reason = "rustls is used" }]
            skip = [{ crate = "syn@1.0.109", reason = "old macros" }]
            [sources]
            allow-registry = ["https://github.com/rust-lang/crates.io-index"]
        "#;
        toml::from_str(text).expect("rules")
    }

    #[test]
    fn a_licence_is_allowed_if_one_way_through_it_is() {
        let problem = |licence: &str| rules().licence_problem("x 1.0.0", licence).is_some();
        for fine in [
            "MIT",
            "GPL-3.0-only OR MIT",
            "MIT AND Apache-2.0",
            "Apache-2.0 WITH LLVM-exception",
        ] {
            assert!(!problem(fine), "{fine}");
        }
        for refused in ["GPL-3.0-only", "MIT AND GPL-3.0-only", "", "my own licence"] {
            assert!(problem(refused), "{refused}");
        }
    }

    #[test]
    fn an_older_version_needs_a_reason_and_a_reason_needs_an_older_version() {
        let told = |versions: &[(&str, &str)]| {
            let versions = versions.iter().map(|(n, v)| ((*n).into(), (*v).into()));
            rules().duplicates(versions)
        };
        let old_and_new = [("syn", "1.0.109"), ("syn", "2.0.1")];
        assert_eq!(told(&old_and_new), [] as [String; 0]);
        let more = [
            old_and_new.as_slice(),
            &[("heck", "0.9.0"), ("heck", "0.10.0")],
        ]
        .concat();
        assert_eq!(
            told(&more),
            ["heck@0.9.0 is there beside a newer one without a reason"]
        );
        assert_eq!(
            told(&[("syn", "2.0.1")]),
            ["syn@1.0.109 is skipped in deny.toml and is not there"]
        );
    }
}
