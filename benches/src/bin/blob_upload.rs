//! Looks at one file or a folder and uploads it, as a restore does: `bench-blob LINK FILE_OR_FOLDER [JOURNAL]`,
//! with a new journal unless one is named.

use slipway_engine::blob::Item;
use slipway_engine::blob::sas::SasLink;
use slipway_engine::blob::transfer::{Control, Options, Silent, upload};
use slipway_engine::package::FileStamp;
use slipway_engine::restore::storage::{Choices, look};
use slipway_engine::restore::{DATABASE_BLOB, storage_items};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let (Some(link), Some(source)) = (args.next(), args.next().map(PathBuf::from)) else {
        eprintln!("bench-blob LINK FILE_OR_FOLDER [JOURNAL]");
        return ExitCode::FAILURE;
    };
    let link = SasLink::parse(&link).expect("a link");
    let folder = tempfile::tempdir().expect("a folder");
    let journal = args
        .next()
        .map_or_else(|| folder.path().join("restore.journal"), PathBuf::from);
    let options = Options::new(journal, None);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let control = Control::new(link);
    let sending = upload(items(&source), &control, options, Arc::new(Silent));
    let report = runtime.block_on(sending).expect("it begins");
    if report.all_is_well() {
        ExitCode::SUCCESS
    } else {
        eprintln!(
            "{:?} {:?}",
            report.end,
            report.files.iter().find(|file| !file.outcome.is_verified())
        );
        ExitCode::FAILURE
    }
}

fn items(source: &Path) -> Vec<Item> {
    if source.is_file() {
        let stamp = FileStamp::at(source).expect("it can be read");
        return vec![Item::file(DATABASE_BLOB, source, stamp)];
    }
    let plan = look(source, &Choices::default(), &|| false).expect("it can be read");
    storage_items(&plan)
}
