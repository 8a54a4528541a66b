//! One crate or npm package that is in what people install.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Part {
    pub from: Registry,
    pub name: String,
    pub version: String,
    /// An SPDX expression; empty where the authors give none.
    pub licence: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Registry {
    Crate,
    Npm,
}

impl Part {
    /// Its package URL, by which any tool knows it.
    pub fn purl(&self) -> String {
        let kind = match self.from {
            Registry::Crate => "cargo",
            Registry::Npm => "npm",
        };
        let name = self.name.replace('@', "%40");
        format!("pkg:{kind}/{name}@{}", self.version.replace('+', "%2B"))
    }
}

/// A licence as SPDX writes it: many authors still write `MIT/Apache-2.0`.
pub fn canonical(licence: &str) -> String {
    match spdx::Expression::canonicalize(licence) {
        Ok(Some(better)) => better,
        _ => licence.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_named_as_package_urls_name_it() {
        let part = |from, name: &str, version: &str| Part {
            from,
            name: name.into(),
            version: version.into(),
            licence: String::new(),
        };
        assert_eq!(
            part(Registry::Crate, "toml", "1.2.1+spec-1.1.0").purl(),
            "pkg:cargo/toml@1.2.1%2Bspec-1.1.0"
        );
        assert_eq!(
            part(Registry::Npm, "@tauri-apps/api", "2.12.5").purl(),
            "pkg:npm/%40tauri-apps/api@2.12.5"
        );
    }

    #[test]
    fn old_ways_to_write_a_licence_become_spdx() {
        assert_eq!(canonical("MIT/Apache-2.0"), "MIT OR Apache-2.0");
        assert_eq!(canonical("Apache-2.0 / MIT"), "Apache-2.0 OR MIT");
        assert_eq!(canonical("MIT AND BSD-3-Clause"), "MIT AND BSD-3-Clause");
    }
}
