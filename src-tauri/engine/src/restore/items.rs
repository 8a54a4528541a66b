//! What of a restore is handed to the transfer.

use super::storage::StoragePlan;
use crate::blob::Item;

/// The only name under which the Portal takes a database (facts 3.7).
pub const DATABASE_BLOB: &str = "db.bacpac";

/// Every file of the tree under the name the preview promised, in the order of the paths, out of
/// its folder or straight out of its zip.
pub fn storage_items(plan: &StoragePlan) -> Vec<Item> {
    plan.items()
}
