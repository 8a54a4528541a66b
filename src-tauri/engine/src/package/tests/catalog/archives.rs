//! What the bytes and names of an archive alone give reason for.

use super::super::zipper::{ENCRYPTED, Entry, Zip, deflated, ready_with, stored, zip64};
use super::super::{Ground, SamplePackage, inspect_all, inspected};
use crate::package::Inspection;

fn from_bytes(bytes: &[u8]) -> Inspection {
    inspect_all(&bytes.to_vec(), &Ground::default())
}

fn from_zip(zip: &Zip) -> Inspection {
    inspect_all(&zip.laid_out(), &Ground::default())
}

pub(super) fn whole_files() -> Vec<(&'static str, Inspection)> {
    let ready = SamplePackage::new().bytes();
    let of = |names: &[&str]| from_zip(&Zip::of(names.iter().map(|name| stored(name, b"x"))));
    let split = Zip {
        end: super::super::zipper::End {
            disk: 1,
            ..Default::default()
        },
        ..ready_with([])
    };
    let damaged = Zip {
        end: super::super::zipper::End {
            entries: Some(1),
            ..Default::default()
        },
        ..ready_with([])
    };
    let behind = Zip {
        foreign: b"something else".to_vec(),
        ..ready_with([])
    };
    vec![
        ("not-a-package", from_bytes(b"Build failed.")),
        ("not-a-package-empty", from_bytes(b"")),
        (
            "not-a-package-cut-short",
            from_bytes(&ready[..ready.len() / 2]),
        ),
        ("not-a-package-split", from_zip(&split)),
        (
            "not-a-package-web-page",
            from_bytes(b"<!DOCTYPE html><title>Sign in</title>"),
        ),
        (
            "not-a-package-other-format",
            from_bytes(b"7z\xbc\xaf\x27\x1c\0\x04"),
        ),
        ("package-without-files", from_zip(&Zip::default())),
        ("archive-damaged", from_zip(&damaged)),
        ("bytes-before-package", from_zip(&behind)),
        ("package-near-limit", from_zip(&of_size(2_000_000_001))),
        ("package-too-large", from_zip(&of_size(2_147_483_648))),
        ("package-inside-a-zip", of(&["DeploymentPackage.zip"])),
        (
            "database-export-chosen",
            of(&["model.xml", "Origin.xml", "Data/dbo.Role/0.BCP"]),
        ),
        (
            "source-code-chosen",
            of(&["src/Shop.Web.csproj", "README.md"]),
        ),
    ]
}

/// A ready package of that many bytes in all.
pub(in crate::package::tests) fn of_size(bytes: u64) -> Zip {
    let of = |hole| {
        let mut picture = stored("wwwroot/media/film.bin", b"").both(|header| {
            header.compressed = hole as u32;
            header.uncompressed = hole as u32;
        });
        picture.hole = hole;
        ready_with([picture])
    };
    let rest = of(0).bytes().len() as u64;
    of(bytes - rest)
}

pub(super) fn archives() -> Vec<(&'static str, Inspection)> {
    const OBJECT: &str = "$CDRepository/@global/cms.role/x.xml";
    let site = "wwwroot/css/site.css";
    let with = |entry: Entry| from_zip(&ready_with([entry]));
    let changing = |change: fn(&mut Entry)| from_zip(&ready_with([]).changing(site, change));
    let claiming = |unpacked: u64| {
        let mut entry = stored("wwwroot/x.bin", b"").both(|header| {
            header.compressed = u32::MAX;
            header.uncompressed = u32::MAX;
            header.extra = zip64(&[unpacked, 1 << 20]);
        });
        entry.hole = 1 << 20;
        with(entry)
    };
    let object = |change: fn(&mut super::super::zipper::Header)| {
        with(deflated(OBJECT, b"<cms.role />").both(change))
    };
    let many = (0..200_001).map(|at| stored(&format!("{at}"), b""));
    vec![
        (
            "entry-symlink",
            with(stored("link", b"x").unix_mode(0o120_777)),
        ),
        (
            "entry-encrypted",
            with(stored("x", b"x").both(|header| header.flags |= ENCRYPTED)),
        ),
        (
            "entry-compression",
            with(stored("x", b"x").both(|header| header.method = 14)),
        ),
        (
            "entries-overlap",
            changing(|entry| entry.header_at = Some(0)),
        ),
        (
            "headers-disagree",
            changing(|entry| entry.local.name[0] = b'x'),
        ),
        ("entry-damaged", object(|header| header.crc32 = 0)),
        (
            "entry-size-differs",
            object(|header| header.uncompressed += 1),
        ),
        ("too-many-entries", from_zip(&Zip::of(many))),
        ("unpacks-too-large", claiming(60 << 30)),
        ("entry-too-large", claiming(9 << 30)),
        ("entry-ratio", claiming(200 << 20)),
        ("archive-inside", with(stored("App_Data/backup.zip", b"PK"))),
    ]
}

pub(super) fn names() -> Vec<(&'static str, Inspection)> {
    let named = |name: &str| from_zip(&ready_with([stored(name, b"x")]));
    vec![
        (
            "entry-backslash",
            inspected(&SamplePackage::new().with_backslashes()),
        ),
        ("entry-unsafe", named("../x")),
        ("entry-name-invalid", named("aux.css")),
        ("entry-name-too-long", named(&"folder/".repeat(40))),
        ("entry-duplicate", named("web.config")),
        ("entry-case-collision", named("Web.config")),
        ("entry-file-and-folder", named("wwwroot")),
    ]
}
