//! `cargo xtask screenshots`: the tour's pictures that the README and the guide show.

use std::fs;

use crate::{Done, Stop, place, tour};

/// Which picture of the tour (by the end of its name) becomes which picture of the documents.
const SHOWN: [(&str, &str); 11] = [
    ("first-start", "first-start"),
    ("home", "home"),
    ("verdict", "verdict"),
    ("confirm", "confirm"),
    ("looks-live", "looks-live"),
    ("history", "history"),
    ("build-found", "build-found"),
    ("build-review", "build-review"),
    ("forecast", "forecast"),
    ("compare", "compare"),
    ("fills", "fills"),
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
    for (step, name) in SHOWN {
        let end = format!("-{step}.png");
        let Some(picture) = taken
            .iter()
            .find(|file| file.file_name().to_string_lossy().ends_with(&end))
        else {
            return Err(Stop(format!(
                "The tour took no picture of its step “{step}”."
            )));
        };
        let to = pictures.join(format!("{name}.png"));
        fs::copy(picture.path(), &to).map_err(|cause| format!("{}: {cause}", to.display()))?;
        println!("docs/pictures/{name}.png");
    }
    Ok(())
}
