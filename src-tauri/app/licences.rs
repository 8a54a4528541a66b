//! What of others' work is in Slipway, as `cargo xtask licences` writes it down.

use serde::{Deserialize, Serialize};

const LIST: &str = include_str!("package/licences.json");

/// One crate or npm package.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct LicensedPart {
    pub name: String,
    pub version: String,
    /// As its authors write it: `MIT OR Apache-2.0`.
    pub licence: String,
    pub from: Registry,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "kebab-case")]
pub enum Registry {
    Crate,
    Npm,
}

/// In the order of their names; crates first.
pub fn parts() -> Vec<LicensedPart> {
    serde_json::from_str(LIST).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_names_what_the_window_is_made_of() {
        let parts = parts();
        for (name, from) in [("tauri", Registry::Crate), ("svelte", Registry::Npm)] {
            let part = parts
                .iter()
                .find(|part| part.name == name && part.from == from);
            let part = part.unwrap_or_else(|| panic!("{name} is not listed"));
            assert!(part.licence.contains("MIT"), "{part:?}");
        }
    }
}
