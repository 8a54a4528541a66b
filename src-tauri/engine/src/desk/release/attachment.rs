//! A file as evidence: what it was is kept, the file stays where it is.

use super::ReleaseView;
use crate::desk::Desk;
use crate::desk::files::shown_name;
use crate::fault::Fault;
use crate::package;
use crate::release::journey::{ItemEvidence, ReleaseEvent};
use crate::units::Bytes;

impl Desk {
    /// Adds a chosen file to an item as evidence, by name, size and SHA-256. Reads the whole file.
    ///
    /// Faults: those of [`crate::release::journey::Refusal`], `release-not-found`,
    /// `file-unreadable`.
    pub fn attach_to_item(
        &self,
        release_id: &str,
        stage: &str,
        item: &str,
        handle: &str,
    ) -> Result<ReleaseView, Fault> {
        let path = self.chosen_path(handle)?;
        let print = package::fingerprint(&path, &|_| {}, &|| false)?;
        let evidence = ItemEvidence::File {
            name: shown_name(&path),
            sha256: print.sha256,
            bytes: Bytes(print.stamp.size),
        };
        let event = ReleaseEvent::EvidenceAdded {
            stage: stage.to_owned(),
            item: item.to_owned(),
            evidence,
        };
        self.release_event(release_id, &event)
    }
}
