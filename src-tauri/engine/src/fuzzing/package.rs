//! A deployment package, and the library its version is read from.

use super::Reader;
use crate::package::archive::{Opened, open, stream};
use crate::package::sample::{SamplePackage, library};
use crate::package::{Ground, inspect_source};
use std::io::Read;

/// Of all entries together; a fuzzer learns nothing from more.
const STREAMED: u64 = 64 << 20;

pub(super) const PACKAGE: Reader = Reader {
    name: "package",
    read: |bytes| {
        let source = bytes.to_vec();
        let inspected = inspect_source(&source, &Ground::default(), &|| false);
        format!("{inspected:?} {:?}", streamed(&source))
    },
    samples: || {
        let small = || {
            LARGE
                .iter()
                .fold(SamplePackage::new().objects(2), |package, name| {
                    package.file(name, *b"MZ")
                })
        };
        vec![
            small().bytes(),
            small().with_backslashes().bytes(),
            small().wrapped_in("CloudDeployment").bytes(),
        ]
    },
};

/// What would make most of a sample; a fuzzer works best from small ones.
const LARGE: [&str; 6] = [
    "DancingGoat.dll",
    "DancingGoat.pdb",
    "CMS.Core.dll",
    "CMS.DataEngine.dll",
    "Kentico.Content.Web.Mvc.dll",
    "Kentico.Xperience.Cloud.dll",
];

/// Bytes of each entry as far as they come, from front to back.
fn streamed(source: &Vec<u8>) -> Vec<Option<u64>> {
    let Ok(Some(Opened::Archive(archive))) = open(source, &|| false) else {
        return Vec::new();
    };
    let mut left = STREAMED;
    let all = 0..archive.entries.len();
    all.map(|index| {
        let entry = stream(source, &archive, index).ok()?;
        let read = std::io::copy(&mut entry.take(left), &mut std::io::sink()).ok()?;
        left -= read;
        Some(read)
    })
    .collect()
}

pub(super) const LIBRARY: Reader = Reader {
    name: "library-version",
    read: |bytes| format!("{:?}", crate::package::product_version(bytes)),
    samples: || vec![library("1.0.0-202607171957+8fdda41"), library("31.6.2")],
};
