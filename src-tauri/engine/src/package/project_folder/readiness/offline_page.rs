//! The page visitors see while a deployment updates the database (facts 3.9).

use super::Looked;
use super::catalog::*;
use crate::package::project_folder::project::{beside, place_of, publishes};
use crate::package::report::{Evidence, Finding};

/// The underscore at its end is part of the name (facts 1.5).
const PAGE: &str = "app_offline.htm_";
/// Takes the site down as long as it lies there.
const SWITCH: &str = "app_offline.htm";

pub(super) fn check(looked: &Looked<'_>) -> Option<Finding> {
    let there = |name: &str| {
        let path = beside(looked.project, name);
        let mut files = looked.recognised.tree.files.iter();
        files.find(|file| file.path.eq_ignore_ascii_case(&path))
    };
    if let Some(switch) = there(SWITCH) {
        return Some(
            OFFLINE_PAGE_NAME
                .found()
                .at([Evidence::named(&switch.path)]),
        );
    }
    let page = there(PAGE);
    if publishes(looked.project, PAGE) {
        return None;
    }
    let file = &looked.project.file;
    let root = file.all("Project").next();
    let project = root.map_or_else(|| Evidence::named(&file.path), |root| place_of(file, root));
    Some(match page {
        // The SDK publishes web pages and settings, and this name is neither.
        Some(page) => OFFLINE_PAGE_STAYS
            .found()
            .at([Evidence::named(&page.path), project]),
        None => OFFLINE_PAGE_ABSENT.found().at([project]),
    })
}
