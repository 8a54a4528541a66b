//! A program that carries files into a container and may be killed while it does:
//! `slipway-carrier JOURNAL [BLOB FILE]...` or `slipway-carrier JOURNAL --tree ZIP`, the link in
//! `CARRIER_LINK`. Ends with 0 if all is well.

use slipway_engine::blob::Item;
use slipway_engine::blob::sas::SasLink;
use slipway_engine::blob::transfer::{Control, Options, Silent, WhenLinkEnds, upload};
use slipway_engine::package::FileStamp;
use slipway_engine::restore::storage::{Choices, look};
use slipway_engine::restore::storage_items;
use slipway_engine::units::{Bytes, Count};
use std::process::ExitCode;
use std::sync::Arc;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let journal = arguments.next().expect("a journal");
    let arguments: Vec<String> = arguments.collect();
    let items: Vec<Item> = match arguments.as_slice() {
        [option, tree] if option == "--tree" => {
            let plan = look(tree.as_ref(), &Choices::default(), &|| false);
            storage_items(&plan.expect("a tree"))
        }
        pairs => pairs.chunks_exact(2).map(file).collect(),
    };
    let link = std::env::var("CARRIER_LINK").expect("a link");
    let control = Control::new(SasLink::parse(&link).expect("a link that can be read"));
    let mut options = Options::new(journal, None);
    options.when_link_ends = WhenLinkEnds::End;
    options.at_once = Count(3);
    options.memory = Bytes(24 * 1024 * 1024);
    match upload(items, &control, options, Arc::new(Silent)).await {
        Ok(report) if report.all_is_well() => ExitCode::SUCCESS,
        Ok(report) => {
            eprintln!("{report:?}");
            ExitCode::FAILURE
        }
        Err(fault) => {
            eprintln!("{fault:?}");
            ExitCode::FAILURE
        }
    }
}

/// From a blob's name and a path.
fn file(pair: &[String]) -> Item {
    let stamp = FileStamp::at(pair[1].as_ref()).expect("a file");
    Item::file(pair[0].as_str(), &pair[1], stamp)
}
