//! `cargo xtask screenshots`: the tour's pictures that the README and the guide show.

use std::fs;

use crate::{Done, Stop, place, tour};

/// The steps, by the ends of the pictures' names.
const SHOWN: [&str; 23] = [
    "first-start",
    "home",
    "verdict",
    "confirm",
    "looks-live",
    "history",
    "build-found",
    "build-review",
    "forecast",
    "compare",
    "fills",
    "release-review",
    "release-decision",
    "release-promote",
    "release-watch",
    "restore-access",
    "restore-database",
    "restore-sending",
    "restore-report",
    "restore-press",
    "first-aid",
    "support-file",
    "moving",
];

pub fn screenshots() -> Done {
    let plan = tour::Plan::default();
    tour::walk(&plan)?;
    let pictures = place::root().join("docs/pictures");
    fs::create_dir_all(&pictures).map_err(|cause| format!("docs/pictures: {cause}"))?;
    let taken: Vec<_> = fs::read_dir(&plan.out)
        .map_err(|cause| format!("{}: {cause}", plan.out.display()))?
        .flatten()
        .collect();
    for step in SHOWN {
        let end = format!("-{step}.png");
        let Some(picture) = taken
            .iter()
            .find(|file| file.file_name().to_string_lossy().ends_with(&end))
        else {
            return Err(Stop(format!(
                "The tour took no picture of its step “{step}”."
            )));
        };
        let to = pictures.join(format!("{step}.png"));
        fs::copy(picture.path(), &to).map_err(|cause| format!("{}: {cause}", to.display()))?;
        println!("docs/pictures/{step}.png");
    }
    Ok(())
}
