//! What goes where: one way for each part that is sent.

use super::narrator::Stretch;
use crate::blob::Item;
use crate::blob::sas::SasLink;
use crate::desk::Desk;
use crate::desk::files::shown_name;
use crate::desk::restore::PartName;
use crate::desk::restore::database::is_still;
use crate::fault::{Fault, NextStep, Retry};
use crate::restore::{DATABASE_BLOB, storage_items};
use std::sync::Arc;

/// One part on its way into its container.
pub(in crate::desk::restore) struct Way {
    pub part: PartName,
    pub files: u64,
    pub bytes: u64,
    /// Made anew for each try: they are many.
    pub items: ItemsOf,
    /// Where the service copies from; none where it is sent from here.
    pub source: Option<SasLink>,
}

pub(in crate::desk::restore) type ItemsOf = Arc<dyn Fn() -> Result<Vec<Item>, Fault> + Send + Sync>;

impl Way {
    pub(super) fn stretch(&self) -> Stretch {
        Stretch {
            part: self.part,
            files: self.files,
            bytes: self.bytes,
        }
    }
}

impl Desk {
    /// The parts that lie on this computer, the database first: without it the files are worth
    /// nothing, one after the other stays within its memory and keeps a limit to the byte.
    ///
    /// Faults: `source-changed` for a database that is not the one that was checked;
    /// `restore-files-changed` and those of looking at a folder; `storage-still-zipped`;
    /// `restore-nothing-to-send`.
    pub(super) fn local_ways(&self, id: &str) -> Result<Vec<Way>, Fault> {
        let ways = [self.database_way(id)?, self.storage_way(id)?];
        Ok(ways.into_iter().flatten().collect())
    }

    fn database_way(&self, id: &str) -> Result<Option<Way>, Fault> {
        let Some(kept) = self.0.ledger.restore_database(id)? else {
            return Ok(None);
        };
        let stamp = kept.check.facts.stamp;
        let Some(stamp) = stamp.filter(|_| is_still(&kept.path, &kept.check)) else {
            return Err(
                Fault::new("source-changed", Retry::ByUser, NextStep::ChooseAnotherFile)
                    .with("file", shown_name(&kept.path)),
            );
        };
        let path = kept.path;
        Ok(Some(Way {
            part: PartName::Database,
            files: 1,
            bytes: stamp.size,
            items: Arc::new(move || Ok(vec![Item::file(DATABASE_BLOB, &path, stamp)])),
            source: None,
        }))
    }

    fn storage_way(&self, id: &str) -> Result<Option<Way>, Fault> {
        if self.0.ledger.restore_storage(id)?.is_none() {
            return Ok(None);
        }
        let tree = self.tree(id)?;
        let facts = &tree.plan.check.facts;
        Ok(Some(Way {
            part: PartName::Storage,
            files: facts.files.0,
            bytes: facts.bytes.0,
            items: Arc::new(move || Ok(storage_items(&tree.plan))),
            source: None,
        }))
    }
}
