//! Logs of a deployment: an archive of them, or one text.

use super::Reader;
use crate::release::logs::read_logs;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const TEXT: &[u8] = b"[2026-07-17 19:57:00 INF] Checking.\n2026-07-17T19:57:00.1234567Z ##[section]Starting: Restore\n\
    Object type 12/84: Module\nfail: CMS[13]\n      Microsoft.Data.SqlClient.SqlException (0x80131904): Invalid object name 'X'.\n\
    \x20  at CMS.Core.Init()\n[19:57:01 ERR] Cannot detect CD repository on path 'C:\\Users\\anna\\x'. a@b.cz 10.0.0.1 Password=x y\n\
    ##[section]Finishing: Restore\nDeployment failed.\n";

pub(super) const ARCHIVE: Reader = Reader {
    name: "log-archive",
    read: |bytes| {
        super::as_file("logs.zip", bytes, |path| {
            super::told(read_logs(path, &|| false))
        })
    },
    samples: || {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["deployment/1.log", "notes.md"] {
            let options = SimpleFileOptions::default();
            zip.start_file(name, options)
                .expect("memory can be written");
            zip.write_all(TEXT).expect("memory can be written");
        }
        vec![zip.finish().expect("memory can be written").into_inner()]
    },
};

pub(super) const LINES: Reader = Reader {
    name: "log-lines",
    read: |bytes| {
        super::as_file("a.log", bytes, |path| {
            super::told(read_logs(path, &|| false))
        })
    },
    samples: || {
        let units = String::from_utf8_lossy(TEXT).into_owned();
        let wide: Vec<u8> = [0xfeff]
            .into_iter()
            .chain(units.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        vec![TEXT.to_vec(), wide]
    },
};
