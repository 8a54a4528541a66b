//! Storage assets: names storage takes, and none that become one in lower case (facts 1.2, steps 7
//! and 8).

use super::Case;
use super::catalog::ASSETS_EMPTY;
use crate::package::build::trees::{Assets, lower};
use crate::package::check::assets::is_container_name;
use crate::package::check::catalog::{ASSET_NAME_COLLISION, ASSET_NAME_INVALID};
use crate::package::report::{Evidence, Finding};

pub(super) fn check(case: &Case) -> Vec<Finding> {
    let Some(assets) = &case.trees.assets else {
        return Vec::new();
    };
    if case.trees.assets_directory().is_none() {
        return vec![ASSETS_EMPTY.found()];
    }
    [containers(assets), collisions(assets)]
        .into_iter()
        .flatten()
        .collect()
}

/// Files at the top are tested like folders, as the script does.
fn containers(assets: &Assets) -> Option<Finding> {
    let mut names: Vec<&str> = assets
        .tree
        .paths()
        .map(|path| path.split('/').next().unwrap_or_default())
        .collect();
    names.sort_unstable();
    names.dedup();
    let bad = names.into_iter().filter(|name| !is_container_name(name));
    ASSET_NAME_INVALID.found_at(
        bad.map(|name| Evidence::named(&format!("{}/{name}", assets.directory)).showing(name)),
    )
}

fn collisions(assets: &Assets) -> Option<Finding> {
    let mut names: Vec<(String, &str)> = assets
        .tree
        .paths()
        .map(|path| (lower(path), path))
        .collect();
    names.sort_unstable();
    let same = names
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|same| same.len() > 1);
    ASSET_NAME_COLLISION.found_at(
        same.flatten()
            .map(|(_, path)| Evidence::named(&format!("{}/{path}", assets.directory))),
    )
}
