//! Trees on disk and what becomes of them.

use super::*;
use crate::package::{Severity, Verdict};
use crate::units::Bytes;
use proptest::prelude::*;
use std::collections::BTreeSet;
#[cfg(unix)]
use std::path::Path;
use tempfile::TempDir;

struct Folder(TempDir);

impl Folder {
    fn of(files: &[&str]) -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder"));
        for path in files {
            folder.write(path, "x");
        }
        folder
    }

    fn write(&self, path: &str, content: &str) {
        let path = self.0.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::fs::write(path, content).expect("a file");
    }

    fn look(&self) -> StoragePlan {
        self.look_with(Choices::default())
    }

    fn look_with(&self, choices: Choices) -> StoragePlan {
        look(self.0.path(), &choices, &|| false).expect("it can be read")
    }
}

fn ids(plan: &StoragePlan) -> Vec<&str> {
    crate::restore::assert_told_as_promised(&plan.check.findings);
    let findings = plan.check.findings.iter();
    findings.map(|finding| finding.check.as_str()).collect()
}

fn blobs(plan: &StoragePlan) -> Vec<String> {
    plan.items()
        .into_iter()
        .map(|item| item.blob.to_string())
        .collect()
}

fn choices(change: impl FnOnce(&mut Choices)) -> Choices {
    let mut choices = Choices::default();
    change(&mut choices);
    choices
}

#[test]
fn a_tree_as_an_export_has_it_is_ready_and_keeps_its_names() {
    let folder = Folder::of(&[
        "default/assets/media/articles content/hero-bg.jpg",
        "default/assets/contentitems/0a/0a7f/logo#1.webp",
    ]);
    folder.write("default/assets/media/articles content/$cmsfolder$", "");
    let plan = folder.look();
    assert_eq!(ids(&plan), [""; 0]);
    assert_eq!(plan.check.verdict, Verdict::Ready);
    let facts = &plan.check.facts;
    assert_eq!((facts.files.0, facts.bytes.0), (3, 2));
    assert_eq!((facts.empty.0, facts.markers.0), (1, 1));
    assert_eq!(facts.containers.len(), 1);
    assert_eq!(
        blobs(&plan),
        [
            "default/assets/contentitems/0a/0a7f/logo#1.webp",
            "default/assets/media/articles content/$cmsfolder$",
            "default/assets/media/articles content/hero-bg.jpg",
        ]
    );
}

#[test]
fn names_become_lower_case_and_every_change_is_listed_once() {
    let folder = Folder::of(&[
        "Default/Assets/Media/A.JPG",
        "Default/Assets/Media/b.jpg",
        "Default/Assets/ČÁP.png",
    ]);
    let plan = folder.look();
    assert_eq!(ids(&plan), ["storage-names-lowered"]);
    assert_eq!(plan.check.verdict, Verdict::Ready);
    let changes: Vec<(String, String)> = plan.changes().map(|c| (c.from, c.to)).collect();
    let told: BTreeSet<(&str, &str)> = changes
        .iter()
        .map(|(from, to)| (from.as_str(), to.as_str()))
        .collect();
    assert_eq!(told.len(), changes.len());
    assert_eq!(
        told,
        BTreeSet::from([
            ("Default/", "default"),
            ("Default/Assets/", "assets"),
            ("Default/Assets/Media/", "media"),
            ("Default/Assets/Media/A.JPG", "a.jpg"),
            ("Default/Assets/ČÁP.png", "čáp.png"),
        ])
    );
    assert_eq!(plan.check.facts.renamed.0, 5);
    assert!(blobs(&plan).contains(&"default/assets/čáp.png".to_owned()));
}

#[test]
fn what_lies_inside_a_container_is_proposed_for_default_until_confirmed() {
    let folder = Folder::of(&["assets/media/a.jpg"]);
    let plan = folder.look();
    assert_eq!(ids(&plan), ["storage-container-proposed"]);
    assert_eq!(blobs(&plan), ["default/assets/media/a.jpg"]);
    let plan = plan.decided(choices(|c| c.container = Some("documents".into())));
    assert_eq!(ids(&plan), [""; 0]);
    assert_eq!(blobs(&plan), ["documents/assets/media/a.jpg"]);
    let plan = plan.decided(choices(|c| c.container = Some("My_Docs".into())));
    assert_eq!(ids(&plan), ["storage-container-name"]);
}

#[test]
fn files_beside_containers_and_unclear_trees_stop() {
    let plan = Folder::of(&["default/assets/a.jpg", "readme.txt"]).look();
    assert_eq!(ids(&plan), ["storage-containers-unclear"]);
    let plan = plan.decided(choices(|c| {
        c.leave_out.insert("readme.txt".into());
    }));
    assert_eq!(ids(&plan), [""; 0]);
    assert_eq!(plan.check.facts.left_out.0, 1);
    let plan = Folder::of(&["photos/a.jpg", "videos/b.mp4"]).look();
    assert_eq!(ids(&plan), ["storage-containers-unsure"]);
}

#[cfg(unix)]
#[test]
fn names_that_become_one_are_refused_until_decided() {
    let folder = Folder::of(&[
        "default/a/Logo.png",
        "default/a/logo.PNG",
        "default/a/other.png",
    ]);
    let plan = folder.look();
    assert_eq!(plan.check.findings[0].check, "storage-names-collide");
    assert_eq!(plan.check.findings[0].evidence.len(), 2);
    let plan = plan.decided(choices(|c| {
        c.leave_out.insert("default/a/Logo.png".into());
    }));
    assert_ne!(plan.check.verdict, Verdict::WillNotWork);
    assert_eq!(blobs(&plan), ["default/a/logo.png", "default/a/other.png"]);
    let plan = plan.decided(choices(|c| {
        c.rename
            .insert("default/a/Logo.png".into(), "Logo-2.png".into());
    }));
    assert_ne!(plan.check.verdict, Verdict::WillNotWork);
    assert!(blobs(&plan).contains(&"default/a/logo-2.png".to_owned()));
}

#[cfg(target_os = "linux")]
#[test]
fn names_in_two_unicode_forms_collide() {
    let folder = Folder::of(&["default/e\u{301}.txt", "default/\u{e9}.txt"]);
    assert_eq!(
        folder.look().check.findings[0].check,
        "storage-names-collide"
    );
}

#[cfg(unix)]
#[test]
fn a_file_where_a_folder_will_be_collides() {
    let folder = Folder::of(&["default/Media/a.jpg", "default/media"]);
    let plan = folder.look();
    assert_eq!(plan.check.findings[0].check, "storage-names-collide");
    assert_eq!(plan.check.findings[0].evidence[0].entry, "default/media");
}

#[cfg(unix)]
#[test]
fn names_storage_may_change_stop_until_decided() {
    let folder = Folder::of(&["default/report.", "default/a\\b.txt"]);
    let plan = folder.look();
    assert_eq!(ids(&plan), ["storage-name-odd"]);
    assert_eq!(plan.check.verdict, Verdict::WillNotWork);
    assert_eq!(plan.check.findings[0].evidence.len(), 2);
    let plan = plan.decided(choices(|c| c.keep_odd_names = true));
    assert_eq!(plan.check.verdict, Verdict::ReadyWithWarnings);
    assert_eq!(blobs(&plan), ["default/a\\b.txt", "default/report."]);
}

#[test]
fn a_name_longer_than_storage_takes_stops() {
    let deep = format!("default/{}a.jpg", "folder-of-twenty-one/".repeat(49));
    let plan = Folder::of(&[&deep]).look();
    assert_eq!(ids(&plan), ["storage-name-too-long"]);
}

#[test]
fn an_empty_folder_stops_because_a_restore_would_wipe_all_files() {
    let folder = Folder::of(&[]);
    assert_eq!(ids(&folder.look()), ["storage-empty"]);
    folder.write(".DS_Store", "x");
    let plan = folder.look();
    assert_eq!(ids(&plan), ["storage-empty", "storage-system-files"]);
    std::fs::create_dir(folder.0.path().join("default")).expect("a folder");
    assert_eq!(plan.check.verdict, Verdict::WillNotWork);
    assert!(ids(&folder.look()).contains(&"storage-empty-folders"));
}

#[test]
fn the_limit_warns_near_and_stops_beyond() {
    let folder = Folder::of(&[]);
    folder.write("default/a.bin", &"x".repeat(1_000));
    for (limit, expected) in [
        (999, Some("storage-over-limit")),
        (1_000, Some("storage-near-limit")),
        (2_000, None),
    ] {
        let plan = folder.look_with(choices(|c| c.limit = Some(Bytes(limit))));
        assert_eq!(ids(&plan).first().copied(), expected, "{limit}");
    }
}

#[cfg(unix)]
#[test]
fn links_are_told_and_neither_followed_nor_sent() {
    let outside = Folder::of(&["secret.txt"]);
    let folder = Folder::of(&["default/a.jpg"]);
    let link = |from: &Path, name: &str| {
        std::os::unix::fs::symlink(from, folder.0.path().join(name)).expect("a link");
    };
    link(outside.0.path(), "default/link");
    link(folder.0.path(), "default/loop");
    link(Path::new("nowhere"), "default/broken");
    let plan = folder.look();
    assert_eq!(ids(&plan), ["storage-link"]);
    assert_eq!(plan.check.findings[0].evidence.len(), 3);
    assert_eq!(blobs(&plan), ["default/a.jpg"]);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_stops_until_it_is_left_out() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::of(&["default/a.jpg", "default/b.jpg"]);
    let closed = folder.0.path().join("default/b.jpg");
    std::fs::set_permissions(&closed, PermissionsExt::from_mode(0o000)).expect("closed");
    // Some users may read everything.
    let may_read = std::fs::File::open(&closed).is_ok();
    let plan = folder.look();
    let told = ids(&plan).contains(&"storage-file-unreadable");
    assert_eq!(told, !may_read);
    let plan = plan.decided(choices(|c| {
        c.leave_out.insert("default/b.jpg".into());
    }));
    assert_eq!(ids(&plan), [""; 0]);
    assert_eq!(blobs(&plan), ["default/a.jpg"]);
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_unicode_stop() {
    use std::os::unix::ffi::OsStrExt;
    let folder = Folder::of(&["default/a.jpg"]);
    let odd = std::ffi::OsStr::from_bytes(b"caf\xe9.jpg");
    std::fs::write(folder.0.path().join("default").join(odd), "x").expect("a file");
    assert_eq!(ids(&folder.look()), ["storage-name-not-unicode"]);
}

#[test]
fn the_tree_as_it_will_be_can_be_walked_folder_by_folder() {
    let folder = Folder::of(&[
        "Default/Assets/a.jpg",
        "Default/Assets/B/c.jpg",
        "Default/z.txt",
    ]);
    let plan = folder.look();
    let names = |inside: &str| -> Vec<(String, bool, u64)> {
        let nodes = plan.inside(inside).into_iter();
        nodes.map(|n| (n.name, n.is_folder, n.files.0)).collect()
    };
    assert_eq!(names(""), [("default".to_owned(), true, 3)]);
    assert_eq!(
        names("default/"),
        [
            ("assets".to_owned(), true, 2),
            ("z.txt".to_owned(), false, 1)
        ]
    );
}

#[test]
fn what_is_neither_folder_nor_zip_is_a_fault() {
    let folder = Folder::of(&["notes.txt"]);
    for path in [
        folder.0.path().join("notes.txt"),
        folder.0.path().join("nowhere"),
    ] {
        let fault = look(&path, &Choices::default(), &|| false).expect_err("no tree");
        assert_eq!(fault.code, "storage-unreadable");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn every_file_gets_a_name_of_its_own_or_is_told_to_collide(
        paths in prop::collection::btree_set("(default|Docs|a)/[aAbB]{1,2}(/[aAbB]{1,2})?", 1..12),
    ) {
        let folder = Folder::of(&[]);
        let mut written = BTreeSet::new();
        for path in &paths {
            let at = folder.0.path().join(path);
            if std::fs::create_dir_all(at.parent().expect("a folder")).is_ok()
                // On Windows there may be one already whose name is alike but for case.
                && !at.exists()
                && std::fs::write(&at, "x").is_ok()
            {
                written.insert(path.clone());
            }
        }
        let plan = folder.look_with(choices(|c| c.container = Some("default".into())));
        let names: Vec<String> = blobs(&plan);
        prop_assert_eq!(names.len(), written.len());
        let once: BTreeSet<&String> = names.iter().collect();
        let collides = plan.check.findings.iter().any(|finding| {
            finding.check == "storage-names-collide" && finding.severity == Severity::Blocker
        });
        prop_assert!(once.len() == names.len() || collides);
        for name in &names {
            prop_assert_eq!(name.to_lowercase(), name.clone());
        }
    }
}
