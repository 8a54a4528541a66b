//! Single files of a package, each read out of a package that holds little else.

use super::Reader;
use crate::package::sample::SamplePackage;
use crate::package::{Ground, inspect_source};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const CONFIG_PATH: &str = "$CDRepository/repository.config";
const DEPENDENCIES_PATH: &str = "DancingGoat.deps.json";
const METADATA_PATH: &str = "cloud-metadata.json";
const OBJECT_PATH: &str = "$CDRepository/@global/cms.any/any.xml";

pub(super) const METADATA: Reader = Reader {
    name: "cloud-metadata",
    read: |bytes| inspected(METADATA_PATH, bytes),
    samples: || sample_files(|name| name == METADATA_PATH),
};

pub(super) const CONFIG: Reader = Reader {
    name: "repository-config",
    read: |bytes| inspected(CONFIG_PATH, bytes),
    samples: || {
        let mut samples = sample_files(|name| name == CONFIG_PATH);
        samples.push(
            b"<RepositoryConfiguration Version=\"2\"><RestoreMode>Full</RestoreMode><IncludedObjectTypes>\
              <ObjectType>cms.role</ObjectType></IncludedObjectTypes><ObjectFilters><IncludedCodeNames \
              ObjectType=\"cms.role\">Editor;Press%</IncludedCodeNames></ObjectFilters></RepositoryConfiguration>"
                .to_vec(),
        );
        samples
    },
};

pub(super) const DEPENDENCIES: Reader = Reader {
    name: "deps-json",
    read: |bytes| inspected(DEPENDENCIES_PATH, bytes),
    samples: || sample_files(|name| name == DEPENDENCIES_PATH),
};

pub(super) const SETTINGS_JSON: Reader = Reader {
    name: "settings-json",
    read: |bytes| inspected("appsettings.json", bytes),
    samples: || {
        vec![
            b"{ // local\n \"ConnectionStrings\": { \"CMSConnectionString\": \"Data Source=.;Password=hunter2!\" },\n\
              \"A\": [1, true, {\"ApiKey\": \"SG.8f2kd93kd0xkw\\u0041\"},], /* c */ \"B\": null }"
                .to_vec(),
        ]
    },
};

pub(super) const SETTINGS_XML: Reader = Reader {
    name: "settings-xml",
    read: |bytes| inspected("web.config", bytes),
    samples: || {
        vec![
            b"<configuration><connectionStrings><add name=\"Db\" connectionString=\"Server=x;Pwd=y1\" />\
              </connectionStrings><environmentVariable name=\"S__SecretKey\" value=\"sk_live_12345678\" /></configuration>"
                .to_vec(),
        ]
    },
};

pub(super) const OBJECT: Reader = Reader {
    name: "object-xml",
    read: |bytes| inspected(OBJECT_PATH, bytes),
    samples: || {
        let mut samples = sample_files(|name| name.ends_with(".xml") && name.starts_with('$'));
        samples.push(
            b"<cms.settingskey><KeyName>CMSDBVersion</KeyName><KeyValue>31.6.2</KeyValue></cms.settingskey>".to_vec(),
        );
        samples.push(
            b"<cms.user><UserPassword><![CDATA[AQAAAAEAACcQ]]></UserPassword></cms.user>".to_vec(),
        );
        samples
    },
};

pub(super) const MIGRATION: Reader = Reader {
    name: "migration-sql",
    read: |bytes| inspected("$CDRepository/@migrations/20260710_01_Fix.sql", bytes),
    samples: || {
        vec![
            b"-- one\nUPDATE T SET A = 1;\nGO\nDELETE FROM [dbo].[U] /* all */\nALTER TABLE dbo.T\nADD A int\n\
              IF EXISTS (SELECT 'x''y') DROP TABLE \"V\"; INSERT INTO W VALUES (N'z')"
                .to_vec(),
        ]
    },
};

fn sample_files(wanted: fn(&str) -> bool) -> Vec<Vec<u8>> {
    let files = SamplePackage::new().objects(2).files().into_iter();
    files
        .filter(|file| wanted(&file.name))
        .map(|file| file.bytes)
        .collect()
}

/// What the inspection says of a package with that file.
fn inspected(path: &str, bytes: &[u8]) -> String {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let metadata =
        br#"{"AssemblyName":"DancingGoat","Version":"1","SupportsZeroDowntimeDeployment":false}"#;
    let list = b"20260710_01_Fix\n";
    let usual: [(&str, &[u8]); 2] = [
        (METADATA_PATH, metadata),
        ("$CDRepository/Before.txt", list),
    ];
    let others = usual.into_iter().filter(|(other, _)| *other != path);
    for (name, content) in others.chain([(path, bytes)]) {
        zip.start_file(name, stored).expect("memory can be written");
        zip.write_all(content).expect("memory can be written");
    }
    let package = zip.finish().expect("memory can be written").into_inner();
    format!(
        "{:?}",
        inspect_source(&package, &Ground::default(), &|| false)
    )
}
