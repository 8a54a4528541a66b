//! Numbers 9 and 10: storage assets (facts 1.2 steps 7 and 8, 2.4).

use super::catalog::*;
use crate::package::archive::Entry;
use crate::package::content::metadata::{ASSETS_DIRECTORY, ASSETS_MODE};
use crate::package::content::{Field, Metadata, MetadataFile, Reading};
use crate::package::facts::assets_mode;
use crate::package::report::{
    AssetsMode, Evidence, Finding, PackageFacts, RestoreMode, StorageAssets,
};
use std::collections::{HashMap, HashSet};

pub(super) fn check(reading: &Reading, facts: &PackageFacts) -> Vec<Finding> {
    let MetadataFile::Read(metadata) = &reading.metadata else {
        return Vec::new();
    };
    let Some(assets) = &facts.storage_assets else {
        return Vec::new();
    };
    let mut findings = named(metadata, assets);
    let files = Files {
        reading,
        directory: &assets.directory,
    };
    findings.extend(files.bad_containers());
    findings.extend(files.uppercase());
    findings.extend(files.collisions());
    findings.extend(files.mode_differs(metadata, assets, facts.restore_mode));
    findings
}

/// What the metadata says about them.
fn named(metadata: &Metadata, assets: &StorageAssets) -> Vec<Finding> {
    let directory = &assets.directory;
    match (&metadata.assets_directory, assets.files.0) {
        (Field::Missing, _) => {
            let place = Evidence::named(&metadata.entry);
            return vec![
                ASSETS_NOT_NAMED
                    .found()
                    .with("directory", directory)
                    .at([place]),
            ];
        }
        // A wrong type is told with the other keys.
        (Field::Wrong, _) => return Vec::new(),
        (Field::Is(_), 0) => {
            let place = metadata.place(ASSETS_DIRECTORY);
            return vec![
                ASSETS_ABSENT
                    .found()
                    .with("directory", directory)
                    .at([place]),
            ];
        }
        (Field::Is(_), _) => {}
    }
    match &metadata.assets_mode {
        Field::Missing => vec![
            ASSETS_MODE_MISSING
                .found()
                .at([metadata.place(ASSETS_DIRECTORY)]),
        ],
        Field::Is(mode) if assets_mode(mode).is_none() => {
            vec![
                ASSETS_MODE_UNKNOWN
                    .found()
                    .with("mode", mode)
                    .at([metadata.place(ASSETS_MODE)]),
            ]
        }
        Field::Is(_) | Field::Wrong => Vec::new(),
    }
}

struct Files<'r> {
    reading: &'r Reading,
    directory: &'r str,
}

impl<'r> Files<'r> {
    /// Entries with their path below the assets folder.
    fn all(&self) -> impl Iterator<Item = (&'r Entry, &'r str)> {
        let Self { reading, directory } = *self;
        let files = reading
            .archive
            .entries
            .iter()
            .filter(|entry| !entry.is_folder());
        files.filter_map(move |entry| Some((entry, reading.layout.below(entry, directory)?)))
    }

    /// First-level names become blob containers; files there are tested alike (facts 1.2).
    fn bad_containers(&self) -> Option<Finding> {
        let mut seen = HashSet::new();
        let places = self.all().filter_map(|(entry, path)| {
            let container = path.split('/').next().unwrap_or_default();
            (!is_container_name(container) && seen.insert(container))
                .then(|| Evidence::of(entry).showing(container))
        });
        ASSET_NAME_INVALID.found_at(places)
    }

    fn uppercase(&self) -> Option<Finding> {
        let below_container = |path: &'r str| path.split_once('/').map_or("", |(_, rest)| rest);
        let places = self
            .all()
            .filter(|(_, path)| has_uppercase(below_container(path)));
        ASSET_NAME_UPPERCASE.found_at(places.map(|(entry, _)| Evidence::of(entry)))
    }

    /// Names that become one and the same in lower case.
    fn collisions(&self) -> Option<Finding> {
        let mut by_name: HashMap<String, Vec<&Entry>> = HashMap::new();
        for (entry, path) in self.all() {
            by_name.entry(path.to_lowercase()).or_default().push(entry);
        }
        let mut pairs: Vec<_> = by_name
            .into_values()
            .filter(|same| same.iter().any(|e| e.path() != same[0].path()))
            .collect();
        pairs.sort_by(|a, b| a[0].name.cmp(&b[0].name));
        ASSET_NAME_COLLISION.found_at(pairs.into_iter().flatten().map(Evidence::of))
    }

    /// Media library files and their records have to be deployed alike (facts 1.1).
    fn mode_differs(
        &self,
        metadata: &Metadata,
        assets: &StorageAssets,
        restore: Option<RestoreMode>,
    ) -> Option<Finding> {
        let (assets_mode, restore) = (assets.mode?, restore?);
        let same = matches!(
            (assets_mode, restore),
            (AssetsMode::Create, RestoreMode::Create)
                | (AssetsMode::CreateUpdate, RestoreMode::CreateUpdate)
        );
        let media = self.all().any(|(_, path)| path.contains("/media/"));
        // Storage assets have no `Full`, so there it cannot be the same word.
        if same || !media || restore == RestoreMode::Full {
            return None;
        }
        let word = |create| if create { "Create" } else { "CreateUpdate" };
        let finding = ASSETS_MODE_DIFFERS
            .found()
            .with("assets_mode", word(assets_mode == AssetsMode::Create))
            .with("restore_mode", word(restore == RestoreMode::Create));
        Some(finding.at([metadata.place(ASSETS_MODE)]))
    }
}

/// 3 to 63 lower-case letters, digits and single dashes, a letter or digit at either end.
pub(crate) fn is_container_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = name.as_bytes();
    (3..=63).contains(&bytes.len())
        && bytes.iter().all(|byte| plain(*byte) || *byte == b'-')
        && !name.starts_with('-')
        && !name.ends_with('-')
        && !name.contains("--")
}

fn has_uppercase(name: &str) -> bool {
    name.chars().any(|c| !c.to_lowercase().eq([c]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn container_names_follow_the_rule_of_the_script() {
        for good in ["default", "abc", "a-b-c", "media1", &"a".repeat(63)] {
            assert!(is_container_name(good), "{good}");
        }
        for bad in [
            "",
            "ab",
            "Default",
            "a--b",
            "-abc",
            "abc-",
            "a_b",
            "readme.txt",
            "médias",
            &"a".repeat(64),
        ] {
            assert!(!is_container_name(bad), "{bad}");
        }
    }
}
