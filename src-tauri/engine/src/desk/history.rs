//! The audit lines, and handing them over.

use super::{Desk, ExportFormat, HistoryFilter, HistoryPage};
use crate::fault::{Fault, NextStep, Retry};
use crate::ledger::EntryDraft;
use std::io::Write;
use std::path::Path;

impl Desk {
    pub fn history(&self, filter: &HistoryFilter) -> Result<HistoryPage, Fault> {
        self.0.ledger.entries(filter)
    }

    /// Writes every matching entry to a file: beside it first, then renamed, so that a broken
    /// export never takes the place of a whole one. Faults: `export-not-written`.
    pub fn export_history(
        &self,
        filter: &HistoryFilter,
        format: ExportFormat,
        path: &Path,
    ) -> Result<(), Fault> {
        let unwritten = |cause: &dyn std::fmt::Display| {
            Fault::new("export-not-written", Retry::ByUser, NextStep::TryAgain).detail(cause)
        };
        let beside = path.with_extension("part");
        let file = std::fs::File::create(&beside).map_err(|cause| unwritten(&cause))?;
        let mut out = std::io::BufWriter::new(file);
        match format {
            ExportFormat::Csv => self.0.ledger.export_csv(filter, &mut out)?,
            ExportFormat::Json => self.0.ledger.export_json(filter, &mut out)?,
        }
        out.flush()
            .and_then(|()| out.get_ref().sync_all())
            .and_then(|()| std::fs::rename(&beside, path))
            .map_err(|cause| unwritten(&cause))?;
        self.write_entry(EntryDraft::new("history-exported"))
    }
}
