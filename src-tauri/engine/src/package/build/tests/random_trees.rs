//! Whatever lies in the folders comes back out of the package.

use super::*;
use proptest::prelude::*;

/// Part of a name: of letters that are the same in both cases, so that nothing collides by case.
fn part() -> impl Strategy<Value = String> {
    "[a-z0-9#@$ éß日_-]{0,6}[a-z0-9é]".prop_filter("Windows takes it", |name| {
        !["con", "prn", "aux", "nul"].contains(&name.trim())
    })
}

/// A tree of files and, where the content is none, of empty folders.
fn tree() -> impl Strategy<Value = BTreeMap<String, Option<Vec<u8>>>> {
    let path = proptest::collection::vec(part(), 1..4).prop_map(|parts| parts.join("/"));
    let noise = proptest::collection::vec(any::<u8>(), 0..300);
    let text = "[a-c ]{0,2000}".prop_map(String::into_bytes);
    let content = prop_oneof![
        6 => noise.prop_map(Some),
        6 => text.prop_map(Some),
        1 => Just(None),
    ];
    proptest::collection::btree_map(path, content, 0..25)
}

/// Without what lies below a file.
fn without_clashes(tree: BTreeMap<String, Option<Vec<u8>>>) -> BTreeMap<String, Option<Vec<u8>>> {
    let mut kept: BTreeMap<String, Option<Vec<u8>>> = BTreeMap::new();
    for (path, content) in tree {
        let mut above = path.match_indices('/').map(|(at, _)| &path[..at]);
        if above.all(|folder| !kept.contains_key(folder)) {
            kept.insert(path, content);
        }
    }
    let is_above = |path: &str, other: &str| {
        other
            .strip_prefix(path)
            .is_some_and(|rest| rest.starts_with('/'))
    };
    let all: Vec<String> = kept.keys().cloned().collect();
    kept.retain(|path, _| !all.iter().any(|other| is_above(path, other)));
    kept
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn any_tree_comes_back_as_it_was(publish in tree(), assets in tree(), threads in 1..4_usize) {
        let yard = Yard::of(&SamplePackage::new().objects(1));
        let mut expected = read_back(&yard.built().path);
        expected.remove("cloud-metadata.json");
        for (root, below, tree) in [("publish/any", "any", publish), ("$StorageAssets/default", "$StorageAssets/default", assets)] {
            for (path, content) in without_clashes(tree) {
                match content {
                    Some(bytes) => {
                        yard.write(&format!("{root}/{path}"), &bytes);
                        expected.insert(format!("{below}/{path}"), bytes);
                    }
                    None => {
                        std::fs::create_dir_all(yard.path(&format!("{root}/{path}"))).expect("a folder");
                        expected.insert(format!("{below}/{path}/"), Vec::new());
                    }
                }
            }
        }
        let mut order = yard.order();
        order.assets = Some(yard.path("$StorageAssets")).filter(|folder| folder.is_dir());
        order.threads = std::num::NonZeroUsize::new(threads);
        let built = built(&order);
        let mut held = read_back(&built.path);
        prop_assert!(held.remove("cloud-metadata.json").is_some());
        prop_assert_eq!(held, expected);
    }
}
