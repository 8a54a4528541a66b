//! Two states of a real site, where they lie beside the repository.

use super::super::real_package::{objects, release};
use crate::package::compare::{Change, compare_sources};

#[test]
fn what_changed_on_a_real_site_in_three_months_is_told_by_name() {
    let (Some(before), Some(after)) = (objects("31.4.2"), objects("31.6.2")) else {
        return;
    };
    let (old, new) = (release(&before, "31.4.2"), release(&after, "31.6.2"));
    let told = compare_sources(&old.bytes(), &new.bytes()).expect("two packages");
    let names = |kind: &str, change: Change| -> Vec<String> {
        let group = told.objects.iter().find(|group| group.kind == kind);
        let objects = group.into_iter().flat_map(|group| &group.objects);
        objects
            .filter(|it| it.change == change)
            .map(|it| it.name.clone())
            .collect()
    };
    assert_eq!(
        names("cms.contenttype", Change::Changed),
        ["Testimonial Content"]
    );
    assert_eq!(names("cms.settingskey", Change::Changed), ["CMSDBVersion"]);
    assert_eq!(
        names("cms.settingskey", Change::Added),
        ["CMSEnableContentLocking"]
    );
    assert_eq!(told.new.repository_version.as_deref(), Some("31.6.2"));
    let items: Vec<_> = told
        .content_items
        .iter()
        .map(|it| (it.change, it.code_name.as_str()))
        .collect();
    assert_eq!(items.len(), 1, "{items:?}");
    assert_eq!(items[0].0, Change::Added);
    // Counted beside it, file by file.
    let texts = |files: &[(String, Vec<u8>)]| -> std::collections::BTreeMap<String, String> {
        let plain = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(['\r', '\u{feff}'], "");
        files
            .iter()
            .map(|(name, bytes)| (name.clone(), plain(bytes)))
            .collect()
    };
    let (a, b) = (texts(&before), texts(&after));
    let differing = a
        .keys()
        .chain(b.keys())
        .filter(|name| a.get(*name) != b.get(*name));
    let differing: std::collections::BTreeSet<_> = differing.collect();
    let parts: usize = told
        .content_items
        .iter()
        .map(|item| item.entries.len())
        .sum();
    assert_eq!(told.totals.objects.all() as usize + parts, differing.len());
}
