//! Two packages side by side, from their bytes to what is told.

mod hostile;
mod objects;
mod real;
mod settings;

use super::SamplePackage;
use crate::package::compare::{
    Change, Comparison, LongList, ObjectDiff, RowOrder, RowsWanted, Sameness, SearchWord, SortBy,
    compare_sources, diff_sources,
};
use crate::units::Count;

fn compared(old: &SamplePackage, new: &SamplePackage) -> Comparison {
    compare_sources(&old.bytes(), &new.bytes()).expect("two packages")
}

fn diffed(old: &SamplePackage, new: &SamplePackage, entry: &str) -> ObjectDiff {
    diff_sources(&old.bytes(), &new.bytes(), entry).expect("one of them has it")
}

/// Nothing is told to differ.
fn is_empty(comparison: &Comparison) -> bool {
    let totals = comparison.totals;
    let lists = [
        totals.libraries,
        totals.objects,
        totals.content_items,
        totals.settings,
        totals.migrations,
        totals.assets,
        totals.files,
    ];
    lists.iter().all(|changes| changes.all() == 0)
        && comparison.facts.is_empty()
        && comparison.objects.is_empty()
        && comparison.content_items.is_empty()
        && comparison.folders.is_empty()
        && totals.rewritten.0 == 0
        && !comparison.only_code
        && !comparison.repository_changed
}

#[test]
fn a_package_compared_with_itself_differs_in_nothing() {
    let package = SamplePackage::new()
        .storage_assets("Create", 3)
        .migrations(&["a"], &["b"]);
    let same = compared(&package, &package);
    assert!(is_empty(&same), "{same:?}");
    assert_eq!(same.sameness, Sameness::SameBytes);
}

#[test]
fn other_line_ends_are_no_news_but_the_repository_is_another_one() {
    let text = "\u{feff}<cms.role>\r\n  <RoleDisplayName>Press</RoleDisplayName>\r\n</cms.role>";
    let name = "$CDRepository/@global/cms.role/press.xml";
    let windows = SamplePackage::new().file(name, text);
    let linux = SamplePackage::new().file(name, text.replace("\r\n", "\n").replace('\u{feff}', ""));
    let told = compared(&windows, &linux);
    assert_eq!(told.totals.rewritten.0, 1);
    assert!(told.objects.is_empty() && told.repository_changed && !told.only_code);
    assert_eq!(told.sameness, Sameness::Different);
}

#[test]
fn lock_files_are_not_looked_at() {
    let locked = SamplePackage::new().file("$CDRepository/.lock/storeAll.lock", "");
    let told = compared(&SamplePackage::new(), &locked);
    assert!(is_empty(&told));
    assert_eq!(told.sameness, Sameness::SameContent);
}

#[test]
fn libraries_are_told_with_their_versions_and_xperiences_first() {
    let old = SamplePackage::new();
    let deps = super::catalog::text_of(&old, "DancingGoat.deps.json");
    let changed = deps
        .replace(
            "Kentico.Xperience.Admin/31.6.2",
            "Kentico.Xperience.Admin/31.7.0",
        )
        .replacen(
            "\"libraries\": {",
            "\"libraries\": {\n    \"Contoso.Maps/2.0.0\": {},",
            1,
        );
    let new = old.clone().file("DancingGoat.deps.json", changed);
    let told = compared(&old, &new);
    let listed: Vec<_> = told
        .libraries
        .iter()
        .map(|it| {
            (
                it.name.as_str(),
                it.change,
                it.before.as_deref(),
                it.after.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        listed,
        [
            (
                "Kentico.Xperience.Admin",
                Change::Changed,
                Some("31.6.2"),
                Some("31.7.0")
            ),
            ("Contoso.Maps", Change::Added, None, Some("2.0.0")),
        ]
    );
    assert!(told.libraries[0].platform && !told.libraries[1].platform);
}

#[test]
fn nothing_but_code_is_said_only_where_it_is_true() {
    let old = SamplePackage::new().storage_assets("Create", 1);
    let code = old
        .clone()
        .file("DancingGoat.dll", "MZ other")
        .build_number("1.0.1");
    assert!(compared(&old, &code).only_code);
    let role = "<cms.role><RoleName>x</RoleName></cms.role>";
    for not_only_code in [
        code.clone()
            .file("$CDRepository/@global/cms.role/x.xml", role),
        code.clone()
            .file("$StorageAssets/default/assets/new.jpg", "x"),
        code.clone().file("appsettings.json", "{}"),
        code.clone().restore_mode("Create"),
        code.clone().version("31.7.0"),
        code.clone().framework("net11.0"),
        code.clone().migrations(&["a"], &[]),
        old.clone(),
    ] {
        assert!(!compared(&old, &not_only_code).only_code);
    }
}

#[test]
fn migrations_are_told_by_name_and_when_they_run() {
    let old = SamplePackage::new().migrations(&["20260701_01_Old"], &["20260701_02_Stays"]);
    let new = SamplePackage::new()
        .migrations(&["20260801_01_New"], &["20260701_02_Stays"])
        .file(
            "$CDRepository/@migrations/20260801_02_Forgotten.sql",
            "SELECT 1",
        );
    let told = compared(&old, &new);
    let listed: Vec<_> = told
        .migrations
        .iter()
        .map(|it| (it.name.as_str(), it.change, it.stage))
        .collect();
    use crate::package::compare::MigrationStage::{BeforeRestore, NotListed};
    assert_eq!(
        listed,
        [
            ("20260701_01_Old", Change::Removed, BeforeRestore),
            ("20260801_01_New", Change::Added, BeforeRestore),
            ("20260801_02_forgotten", Change::Added, NotListed),
        ]
    );
    assert_eq!(
        told.migrations[1].entry.as_deref(),
        Some("$CDRepository/@migrations/20260801_01_New.sql")
    );
}

#[test]
fn assets_and_other_files_are_summed_up_by_folder() {
    let old = SamplePackage::new().storage_assets("Create", 2);
    let new = old
        .clone()
        .file("$StorageAssets/default/assets/media/new.jpg", vec![1; 500])
        .file("wwwroot/media/a.png", vec![2; 300])
        .file("wwwroot/media/b.png", vec![3; 200])
        .without("wwwroot/js/site.js");
    let told = compared(&old, &new);
    assert_eq!(told.assets.len(), 1);
    assert_eq!(told.assets[0].after.map(|size| size.0), Some(500));
    assert_eq!(told.asset_folders[0].folder, "$StorageAssets/default");
    let media = told
        .folders
        .iter()
        .find(|folder| folder.folder == "wwwroot/media");
    let media = media.expect("its folder");
    assert_eq!((media.changes.added.0, media.after.0), (2, 500));
    let scripts = told
        .folders
        .iter()
        .find(|folder| folder.folder == "wwwroot/js");
    assert_eq!(scripts.map(|folder| folder.changes.removed.0), Some(1));
    assert_eq!(told.totals.files.all(), 3);
}

#[test]
fn a_capped_comparison_keeps_its_totals_and_is_searched_page_by_page() {
    let role = |at: usize| format!("<cms.role><RoleName>role{at:03}</RoleName></cms.role>");
    let new = (0..50).fold(SamplePackage::new(), |package, at| {
        package.file(
            &format!("$CDRepository/@global/cms.role/role{at:03}.xml"),
            role(at),
        )
    });
    let told = compared(&SamplePackage::new(), &new);
    let shown = told.capped(20);
    assert_eq!(shown.objects[0].objects.len(), 20);
    assert_eq!(
        (shown.objects[0].changes.added.0, shown.totals),
        (50, told.totals)
    );

    let all = RowsWanted {
        list: LongList::Objects,
        words: Vec::new(),
        change: None,
        kind: None,
        order: None,
        from: Count(40),
    };
    let page = told.rows(&all, 20);
    assert_eq!((page.total.0, page.objects.len()), (50, 10));
    assert_eq!(page.objects[0].object.name, "role040");

    let word = |text: &str, kinds: &[&str]| SearchWord {
        text: text.to_owned(),
        kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
    };
    let found = |wanted: &RowsWanted| -> Vec<String> {
        let page = told.rows(wanted, 20).objects;
        page.into_iter().map(|row| row.object.name).collect()
    };
    let last_first = RowsWanted {
        words: vec![word("ROLE04", &[])],
        order: Some(RowOrder {
            by: SortBy::Name,
            down: true,
        }),
        from: Count(8),
        ..all.clone()
    };
    assert_eq!(found(&last_first), ["role041", "role040"]);
    // "Permissions" is what people call the type; the word stands nowhere in the object.
    let by_kind = RowsWanted {
        words: vec![word("permissions", &["cms.role"]), word("049", &[])],
        from: Count(0),
        ..all.clone()
    };
    assert_eq!(found(&by_kind), ["role049"]);
    let nothing = RowsWanted {
        change: Some(Change::Removed),
        from: Count(0),
        ..all
    };
    assert!(found(&nothing).is_empty());
}
