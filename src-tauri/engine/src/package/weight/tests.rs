use super::tree::{MOST_NODES, Weighed, tree};
use super::{FolderNode, WayOut, contents, to_fit};
use crate::package::sample::SamplePackage;
use crate::units::Bytes;
use std::path::PathBuf;

fn written(package: &SamplePackage) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("package.zip");
    package.write(&path).expect("it can be written");
    (folder, path)
}

fn count(node: &FolderNode) -> usize {
    1 + node.children.iter().map(count).sum::<usize>()
}

/// What a node says is what its children and the rest of it say together.
fn adds_up(node: &FolderNode) -> bool {
    let children = node.children.iter();
    let bytes = children
        .clone()
        .map(|child| child.compressed.0)
        .sum::<u64>()
        + node.more_compressed.0;
    let files = children.map(|child| child.files.0).sum::<u64>() + node.more_files.0;
    let whole = node.file || (bytes == node.compressed.0 && files == node.files.0);
    whole && node.children.iter().all(adds_up)
}

#[test]
fn the_tree_of_a_package_adds_up_and_its_heaviest_folder_comes_first() {
    let (_folder, path) = written(&SamplePackage::new().ballast(4 << 20));
    let root = contents(&path, &|| false).expect("a tree");
    assert!(adds_up(&root), "{root:?}");
    assert_eq!(root.children[0].name, "wwwroot");
    assert!(
        root.children
            .is_sorted_by(|a, b| a.compressed >= b.compressed)
    );
    let names: Vec<&str> = root
        .children
        .iter()
        .map(|child| child.name.as_str())
        .collect();
    assert!(names.contains(&"$CDRepository") && names.contains(&"DancingGoat.dll"));
}

#[test]
fn a_tree_of_any_size_is_told_in_a_bounded_number_of_nodes() {
    let paths: Vec<String> = (0..50_000)
        .map(|at| format!("a{}/b{}/c{}/file{at}.bin", at % 7, at % 61, at % 997))
        .collect();
    let files = paths.iter().enumerate().map(|(at, path)| Weighed {
        path,
        compressed: (at as u64 * 7_919) % 100_000,
        uncompressed: 1,
    });
    let root = tree(files, MOST_NODES);
    assert!(count(&root) <= MOST_NODES + 1, "{}", count(&root));
    assert_eq!(root.files.0, 50_000);
    assert!(adds_up(&root));
    assert!(count(&root) > MOST_NODES / 2, "{}", count(&root));
}

#[test]
fn odd_names_make_no_endless_tree() {
    let deep = "x/".repeat(5_000);
    let same = vec![
        Weighed {
            path: &deep,
            compressed: u64::MAX,
            uncompressed: u64::MAX,
        },
        Weighed {
            path: "//",
            compressed: u64::MAX,
            uncompressed: 1,
        },
    ];
    let root = tree(same.into_iter(), MOST_NODES);
    assert!(count(&root) <= 66);
    assert_eq!(root.compressed.0, u64::MAX);
}

#[test]
fn storage_assets_are_the_first_to_go_and_exactly_as_much_as_is_needed() {
    let package = SamplePackage::new()
        .ballast(3 << 20)
        .storage_assets("Create", 1)
        .file(
            "$StorageAssets/default/assets/media/films/a.mp4",
            vec![7; 2 << 20],
        )
        .file(
            "$StorageAssets/default/assets/media/photos/b.jpg",
            (0..1_u32 << 18)
                .flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes())
                .collect::<Vec<_>>(),
        );
    let (_folder, path) = written(&package);
    let size = std::fs::metadata(&path).expect("it is there").len();
    let fit = to_fit(&path, Bytes(size - 500_000), &|| false).expect("a way");
    assert!(fit.fits && fit.left.0 <= size - 500_000, "{fit:?}");
    let folders: Vec<&str> = fit
        .folders
        .iter()
        .map(|folder| folder.folder.as_str())
        .collect();
    assert_eq!(folders, ["$StorageAssets/default/assets/media/photos"]);
    assert_eq!(fit.folders[0].way_out, WayOut::CustomRestore);

    let more = to_fit(&path, Bytes(size - 3_000_000), &|| false).expect("a way");
    assert!(more.fits);
    assert_eq!(
        more.folders.last().map(|folder| folder.way_out),
        Some(WayOut::LeaveOut)
    );

    let never = to_fit(&path, Bytes(10), &|| false).expect("an answer");
    assert!(!never.fits);
    assert!(
        never
            .folders
            .iter()
            .all(|folder| !folder.folder.starts_with("$CDRepository"))
    );
    let already = to_fit(&path, Bytes(size), &|| false).expect("an answer");
    assert!(already.fits && already.folders.is_empty());
}

#[test]
fn assets_are_found_under_the_name_the_project_gave_them() {
    let package = SamplePackage::new()
        .storage_assets("Create", 30)
        .assets_directory("Assets");
    let (_folder, path) = written(&package);
    let size = std::fs::metadata(&path).expect("it is there").len();
    let fit = to_fit(&path, Bytes(size - 10_000), &|| false).expect("a way");
    assert!(
        fit.folders
            .iter()
            .all(|folder| folder.folder.starts_with("Assets/")),
        "{fit:?}"
    );
    assert!(fit.fits && !fit.folders.is_empty());
}

#[test]
fn what_is_no_zip_is_a_fault() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("notes.zip");
    std::fs::write(&path, "not a zip").expect("it can be written");
    let code = |fault: crate::fault::Fault| fault.code;
    assert_eq!(
        contents(&path, &|| false).map_err(code),
        Err("not-a-package".into())
    );
    let gone = folder.path().join("gone.zip");
    assert_eq!(
        contents(&gone, &|| false).map_err(code),
        Err("file-unreadable".into())
    );
}
