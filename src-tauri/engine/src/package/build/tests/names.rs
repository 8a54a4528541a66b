use super::*;

/// Names that other tools trip over, all of which Windows takes.
const AWKWARD: &[&str] = &[
    "wwwroot/hash#tag.txt",
    "wwwroot/at@sign/a@0123456789.xml",
    "wwwroot/$money$.txt",
    "wwwroot/ leading and inner spaces.txt",
    "wwwroot/two..dots/..hidden..txt",
    "wwwroot/percent%20.txt",
    "wwwroot/a+b&c=d;e,f'g(h)[i]{j}~^`!.txt",
    "wwwroot/příliš žluťoučký kůň.txt",
    "wwwroot/日本語/ファイル.txt",
    "wwwroot/emoji-😀.txt",
    "wwwroot/رسالة.txt",
    ".well-known/security.txt",
    "wwwroot/.hidden/.inside",
    "wwwroot/no-ending",
    "wwwroot/UPPER/Lower.TXT",
];

#[test]
fn awkward_names_come_back_as_they_are() {
    let yard = Yard::new();
    for name in AWKWARD {
        yard.write(&format!("publish/{name}"), name);
    }
    let built = yard.built();
    let held = read_back(&built.path);
    for name in AWKWARD {
        assert_eq!(
            held.get(*name).map(Vec::as_slice),
            Some(name.as_bytes()),
            "{name}"
        );
    }
    let inspection = crate::package::inspect(&built.path, &Default::default(), &|| false);
    assert_eq!(inspection.expect("readable").findings, []);
}

#[test]
fn a_path_beyond_260_characters_comes_back_with_a_warning() {
    let yard = Yard::new();
    let name = format!(
        "wwwroot/{}/{}/file.txt",
        "folder-".repeat(18),
        "deeper-".repeat(18)
    );
    assert!(name.len() > 260);
    yard.write(&format!("publish/{name}"), "deep");
    let order = yard.order();
    assert_eq!(told(&order), ["entry-name-too-long"]);
    let held = read_back(&built(&order).path);
    assert_eq!(held.get(&name).map(Vec::as_slice), Some(&b"deep"[..]));
}

#[test]
fn files_that_begin_with_a_dot_and_empty_folders_are_not_lost() {
    let yard = Yard::new();
    yard.write("$CDRepository/.lock/storeAll.lock", "");
    yard.write("publish/.config/dotnet-tools.json", "{}");
    std::fs::create_dir_all(yard.path("publish/wwwroot/uploads")).expect("a folder");
    std::fs::create_dir_all(yard.path("publish/logs")).expect("a folder");
    let held = read_back(&yard.built().path);
    for name in [
        "$CDRepository/.lock/storeAll.lock",
        ".config/dotnet-tools.json",
        "wwwroot/uploads/",
        "logs/",
    ] {
        assert!(held.contains_key(name), "{name}");
    }
}

#[test]
fn storage_assets_become_lower_case_and_nothing_else_does() {
    let yard = Yard::of(&SamplePackage::new().storage_assets("Create", 1));
    yard.write("$StorageAssets/default/Assets/Hero Image.JPG", "picture");
    yard.write("$StorageAssets/default/assets/$cmsfolder$", "");
    yard.write("publish/wwwroot/Images/Logo.PNG", "logo");
    let held = read_back(&yard.built().path);
    assert!(held.contains_key("$StorageAssets/default/assets/hero image.jpg"));
    assert!(held.contains_key("$StorageAssets/default/assets/$cmsfolder$"));
    assert!(held.contains_key("wwwroot/Images/Logo.PNG"));
    assert!(!held.keys().any(|name| name.contains("Hero")));
}

#[test]
fn a_renamed_assets_folder_is_named_in_the_metadata() {
    let package = SamplePackage::new()
        .storage_assets("CreateUpdate", 2)
        .assets_directory("$Files");
    let yard = Yard::of(&package);
    let mut order = yard.order();
    order.assets_mode = crate::package::AssetsMode::CreateUpdate;
    let built = built(&order);
    let inspection = crate::package::inspect(&built.path, &Default::default(), &|| false);
    let inspection = inspection.expect("readable");
    assert_eq!(inspection.findings, []);
    let assets = inspection.facts.storage_assets.expect("there are assets");
    assert_eq!((assets.directory.as_str(), assets.files.0), ("$Files", 2));
}
