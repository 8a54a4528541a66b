//! What of a restore is handed to the transfer.

use super::storage::StoragePlan;
use crate::blob::Item;
use crate::fault::Fault;

/// The only name under which the Portal takes a database (facts 3.7).
pub const DATABASE_BLOB: &str = "db.bacpac";

/// Every file of the tree under the name the preview promised, in the order of the paths.
///
/// # Errors
/// `storage-still-zipped`.
pub fn storage_items(plan: &StoragePlan) -> Result<Vec<Item>, Fault> {
    let planned = plan.planned()?.into_iter();
    Ok(planned
        .map(|file| Item::file(file.blob, file.path, file.stamp))
        .collect())
}
