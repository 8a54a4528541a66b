//! A tree that lies in another storage: its listing tells the names and sizes.

use super::facts::Choices;
use super::found::{Found, FoundFile, Lies};
use super::plan::StoragePlan;
use std::path::PathBuf;
use std::sync::Arc;

/// Looks at blobs by their names and sizes as [`super::look`] does at a folder: same containers,
/// same lower case, same judgement. `name` is what they are called together.
pub fn listed(
    name: &str,
    blobs: impl IntoIterator<Item = (String, u64)>,
    choices: &Choices,
) -> StoragePlan {
    let file = |(path, bytes): (String, u64)| FoundFile {
        path: path.into(),
        lies: Lies::InStorage(bytes),
    };
    let mut files: Vec<FoundFile> = blobs.into_iter().map(file).collect();
    files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    let found = Found {
        root: PathBuf::from(name),
        files,
        ..Found::default()
    };
    StoragePlan::of(Arc::new(found), choices.clone())
}

impl StoragePlan {
    /// Each file that is sent with the exact name it gets, in the order of the paths.
    pub fn names(&self) -> impl Iterator<Item = (&str, String)> {
        self.files().map(|file| (&*file.path, self.blob(file)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(blobs: &[&str]) -> (Vec<(String, String)>, StoragePlan) {
        let blobs = blobs.iter().map(|name| ((*name).to_owned(), 1));
        let plan = listed("export", blobs, &Choices::default());
        let names = plan.names().map(|(path, name)| (path.to_owned(), name));
        (names.collect(), plan)
    }

    #[test]
    fn blobs_of_another_storage_get_the_names_a_folder_of_the_same_shape_would_give_them() {
        let (names, plan) = names(&["Default/Assets/B.JPG", "Default/Assets/a.txt"]);
        let told: Vec<(&str, &str)> = names.iter().map(|(a, b)| (&**a, &**b)).collect();
        assert_eq!(
            told,
            [
                ("Default/Assets/B.JPG", "default/assets/b.jpg"),
                ("Default/Assets/a.txt", "default/assets/a.txt")
            ]
        );
        assert_eq!(plan.check.facts.files.0, 2);
    }

    #[test]
    fn blobs_that_would_collide_in_lower_case_will_not_work() {
        let (_, plan) = names(&["default/assets/a.txt", "default/assets/A.txt"]);
        assert_eq!(plan.check.verdict, crate::package::Verdict::WillNotWork);
    }
}
