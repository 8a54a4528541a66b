//! A deployment package around the serialized objects of a real site, where they lie beside the
//! repository.

use super::super::{RestoreMode, Tally, Verdict};
use super::{SamplePackage, ids, inspected};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

const CONFIG: &str = "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<RepositoryConfiguration Version=\"2\">\r\n  \
    <RestoreMode>\r\n    Create\r\n  </RestoreMode>\r\n  <IncludedObjectTypes>\r\n    <ObjectType>cms.contenttype</ObjectType>\r\n    \
    <ObjectType>cms.channel</ObjectType>\r\n  </IncludedObjectTypes>\r\n  <IncludedContentItemsOfType>\r\n    \
    <ContentType>KenticoCommunity.BlogPostPage</ContentType>\r\n  </IncludedContentItemsOfType>\r\n</RepositoryConfiguration>";

/// Path in the repository and bytes of every file, or nothing where the data is not at hand.
pub(super) fn objects(version: &str) -> Option<Vec<(String, Vec<u8>)>> {
    let packed = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data")
        .join(format!("community-portal-cirepository-{version}.tar.xz"));
    if !packed.is_file() {
        println!("skipped: {} is not there", packed.display());
        return None;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let unpacked = Command::new("tar")
        .arg("-xJf")
        .arg(&packed)
        .arg("-C")
        .arg(folder.path())
        .arg("--strip-components=1")
        .status();
    if !unpacked.is_ok_and(|status| status.success()) {
        println!("skipped: tar cannot unpack {}", packed.display());
        return None;
    }
    let mut files = Vec::new();
    collect(folder.path(), folder.path(), &mut files);
    files.sort();
    Some(files)
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).expect("an unpacked folder") {
        let path: PathBuf = entry.expect("an entry").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path
                .strip_prefix(root)
                .expect("it lies below")
                .display()
                .to_string();
            files.push((name, std::fs::read(&path).expect("an unpacked file")));
        }
    }
}

pub(super) fn release(objects: &[(String, Vec<u8>)], version: &str) -> SamplePackage {
    let base = SamplePackage::new()
        .assembly("Kentico.Community.Portal.Web")
        .code_version(version)
        .build_number("31.6.2.3-202607171957+8fdda415741be89162eaf04f1895f8d33e26a12f")
        .without_repository_version()
        .objects(0)
        .without("$CDRepository/@global/cms.channel/dancinggoatpages.xml")
        .without("$CDRepository/@global/cms.contenttype/dancinggoat.articlepage.xml")
        .without("$CDRepository/@global/cms.contenttype/dancinggoat.coffee.xml")
        .without("$CDRepository/@global/cms.contenttype/dancinggoat.image.xml")
        .repository_config(CONFIG);
    objects.iter().fold(base, |package, (name, bytes)| {
        package.file(&format!("$CDRepository/{name}"), bytes.clone())
    })
}

/// Counted by looking for plain text instead of reading XML.
fn counted(objects: &[(String, Vec<u8>)]) -> (BTreeMap<String, u64>, BTreeMap<String, u64>) {
    let (mut kinds, mut items) = (BTreeMap::new(), BTreeMap::new());
    for (name, bytes) in objects.iter().filter(|(name, _)| name.ends_with(".xml")) {
        let text = String::from_utf8_lossy(bytes);
        let after = text.split_once("?>").map_or(&*text, |(_, rest)| rest);
        let root = after.split_once('<').expect("a root element").1;
        let kind = root
            .split(['>', ' ', '/', '\r', '\n'])
            .next()
            .expect("its name");
        *kinds.entry(kind.to_owned()).or_default() += 1;
        if kind == "cms.contentitem" {
            let reference = text
                .split("<ContentItemContentTypeID>")
                .nth(1)
                .unwrap_or_else(|| panic!("{name}"));
            let code = reference
                .split("<CodeName>")
                .nth(1)
                .and_then(|rest| rest.split('<').next());
            *items
                .entry(code.expect("a code name").to_owned())
                .or_default() += 1;
        }
    }
    (kinds, items)
}

fn by_name(tallies: &[Tally]) -> BTreeMap<String, u64> {
    tallies
        .iter()
        .map(|tally| (tally.name.clone(), tally.count.0))
        .collect()
}

#[test]
fn a_real_repository_is_ready_and_counted_as_it_is() {
    let Some(objects) = objects("31.6.2") else {
        return;
    };
    assert!(objects.len() > 2_000);
    let inspection = inspected(&release(&objects, "31.6.2"));
    assert_eq!(
        inspection.verdict,
        Verdict::Ready,
        "{:?}",
        inspection.findings
    );
    let (kinds, items) = counted(&objects);
    let facts = &inspection.facts;
    assert_eq!(by_name(&facts.objects), kinds);
    assert_eq!(by_name(&facts.content_items), items);
    assert!(
        kinds.len() > 30 && items.values().sum::<u64>() > 100,
        "{} {}",
        kinds.len(),
        items.len()
    );
    assert!(facts.objects.is_sorted_by(|a, b| a.count >= b.count));
    assert_eq!(facts.restore_mode, Some(RestoreMode::Create));
    let version = facts
        .repository_version
        .as_ref()
        .expect("the settings tell it");
    assert_eq!(version.value, "31.6.2");
    assert_eq!(facts.built_at.as_deref(), Some("2026-07-17T19:57:00Z"));
    assert_eq!(
        facts.assembly.as_deref(),
        Some("Kentico.Community.Portal.Web")
    );
}

#[test]
fn an_older_real_repository_under_newer_code_is_refused() {
    let (Some(old), Some(new)) = (objects("31.4.2"), objects("31.6.2")) else {
        return;
    };
    let inspection = inspected(&release(&old, "31.6.2"));
    assert_eq!(ids(&inspection), ["version-mismatch"]);
    // Other objects, another hash; the same ones in another order, the same hash.
    let hash = |objects: &[(String, Vec<u8>)]| {
        inspected(&release(objects, "31.6.2")).facts.repository_hash
    };
    assert_ne!(hash(&old), hash(&new));
}
