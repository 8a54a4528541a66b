//! What transfers came to, kept beside their journals so that it can be told after a restart: one
//! file for each part, its first line the sum, every further line a file.

mod export;
mod kept;
mod sum;

pub use export::ReportFormat;
pub use sum::TransferPage;

use super::PartName;
use super::answers::TransferSummary;
use crate::blob::transfer::TransferReport;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::restore::session::Transfer;
use crate::units::Count;
use kept::{Head, Kept, unwritable};

/// Files told at once; whoever asks comes again for the rest.
const PAGE: usize = 500;

const PARTS: [PartName; 2] = [PartName::Database, PartName::Storage];

impl Desk {
    /// A page of what became of each file, the database first, after the first `after`. Faults:
    /// `restore-not-found`, `report-unreadable`.
    pub fn transfer_report(&self, id: &str, after: Count) -> Result<TransferPage, Fault> {
        self.session(id)?;
        let mut page = TransferPage::default();
        let mut skip = usize::try_from(after.0).unwrap_or(usize::MAX);
        for kept in self.reports(id)? {
            let files = usize::try_from(kept.head.summary.files.0).unwrap_or(usize::MAX);
            page.total.0 += kept.head.summary.files.0;
            let room = PAGE - page.files.len();
            if skip < files && room > 0 {
                for file in kept.files(skip)?.take(room) {
                    page.files.push(file?);
                }
            }
            skip = skip.saturating_sub(files);
        }
        Ok(page)
    }

    /// The sum of the last transfer, once it is done; while one is under way or may be gone on
    /// with, its job tells.
    pub(super) fn transfer_summary(&self, id: &str) -> Result<Option<TransferSummary>, Fault> {
        match self.session(id)?.transfer {
            Transfer::Done { .. } => self.sum(id),
            Transfer::NotYet | Transfer::Begun { .. } => Ok(None),
        }
    }

    /// Of everything that is kept, both parts together.
    fn sum(&self, id: &str) -> Result<Option<TransferSummary>, Fault> {
        let reports = self.reports(id)?.into_iter();
        Ok(reports
            .map(|kept| kept.head.summary)
            .reduce(TransferSummary::and))
    }

    /// Whether every file of the last transfer is there and verified, or kept as decided.
    pub(super) fn all_is_well(&self, id: &str) -> Result<bool, Fault> {
        Ok(self.sum(id)?.is_some_and(|sum| sum.all_is_well))
    }

    /// What a server-side copy brought of a part, if the last report of that part is of one.
    pub(super) fn copied_part(
        &self,
        id: &str,
        part: PartName,
    ) -> Result<Option<TransferSummary>, Fault> {
        let kept = Kept::open(&self.report_path(id, part))?;
        Ok(kept
            .filter(|kept| kept.head.from.is_some())
            .map(|kept| kept.head.summary))
    }

    pub(super) fn keep_reports(
        &self,
        id: &str,
        job: &str,
        from: Option<&str>,
        reports: &[(PartName, TransferReport)],
    ) -> Result<(), Fault> {
        for (part, report) in reports {
            let head = Head {
                schema: kept::SCHEMA,
                job: job.to_owned(),
                from: from.map(str::to_owned),
                summary: TransferSummary::of(report),
            };
            let path = self.report_path(id, *part);
            kept::write(&path, &head, &report.files).map_err(|cause| unwritable(&path, cause))?;
        }
        Ok(())
    }

    fn reports(&self, id: &str) -> Result<Vec<Kept>, Fault> {
        let kept = PARTS.map(|part| Kept::open(&self.report_path(id, part)));
        kept.into_iter().filter_map(Result::transpose).collect()
    }

    fn report_path(&self, id: &str, part: PartName) -> std::path::PathBuf {
        let name = match part {
            PartName::Database => "database.report",
            PartName::Storage => "storage.report",
        };
        self.restore_folder(id).join(name)
    }
}
