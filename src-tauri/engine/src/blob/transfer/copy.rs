//! Straight from another storage: the service reads it itself, nothing comes through this
//! computer.

use super::control::Control;
use super::observer::Observer;
use super::options::Options;
use super::report::TransferReport;
use super::start::carry;
use crate::blob::container::Container;
use crate::blob::item::{Item, Origin};
use crate::blob::sas::SasLink;
use crate::fault::Fault;
use std::sync::Arc;

/// The blobs below `prefix` of another container, to be copied under the name `renamed` gives each;
/// without one it is left out.
pub async fn copy_items(
    source: &Container,
    prefix: &str,
    renamed: impl Fn(&str) -> Option<String>,
) -> Result<Vec<Item>, Fault> {
    let blobs = source.all(prefix).await?;
    let item = |blob: crate::blob::Blob| {
        Some(Item {
            blob: renamed(&blob.name)?.into(),
            origin: Origin::Blob {
                name: blob.name,
                bytes: blob.bytes,
                etag: blob.etag,
            },
        })
    };
    Ok(blobs.into_iter().filter_map(item).collect())
}

/// Has the service copy blobs of the container `source` leads to into the one `control`'s link
/// leads to, each only as long as it is the one that was listed. Otherwise as
/// [`super::upload`], journal and verification included.
pub async fn copy(
    items: Vec<Item>,
    source: SasLink,
    control: &Control,
    options: Options,
    observer: Arc<dyn Observer>,
) -> Result<TransferReport, Fault> {
    carry(items, Some(source), control, options, observer).await
}
