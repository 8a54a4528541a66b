//! Documents about a release, written where the user wants them.

use crate::desk::files::export_whole;
use crate::desk::{Desk, NoteFormat};
use crate::fault::{Fault, NextStep, Retry};
use crate::ledger::EntryDraft;
use crate::release::journey::Release;
use crate::release::report::{FrozenReview, release_page, review_markdown, review_page};
use crate::words::Catalog;
use std::io::Write;
use std::path::Path;

/// Letters of a name that go into the name of a file.
const NAME: usize = 60;

impl Desk {
    /// A name for the document of a stage's review, without its ending. Faults: as
    /// [`Self::export_review`].
    pub fn review_name(&self, release_id: &str, stage: &str) -> Result<String, Fault> {
        let release = self.kept_release(release_id)?.release;
        Ok(format!(
            "readiness-review-{}-{}",
            for_a_file(stage),
            for_a_file(&release.name)
        ))
    }

    /// A name for the report of a release, without its ending. Faults: `release-not-found`.
    pub fn release_report_name(&self, release_id: &str) -> Result<String, Fault> {
        let release = self.kept_release(release_id)?.release;
        let day = release.started_at.0.strftime("%Y-%m-%d");
        Ok(format!(
            "release-report-{}-{day}",
            for_a_file(&release.name)
        ))
    }

    /// Freezes the review of a stage as it stands, keeps it with its time and hash, and writes it
    /// to `path` in these words, whole or not at all. A review that says what one said before is
    /// that one.
    ///
    /// Faults: `release-not-found`, `release-part-not-found`, `export-not-written`.
    pub fn export_review(
        &self,
        release_id: &str,
        stage: &str,
        format: NoteFormat,
        words: &Catalog,
        path: &Path,
    ) -> Result<(), Fault> {
        let release = self.kept_release(release_id)?.release;
        let paper = self.review_paper(release_id, stage)?;
        let frozen = FrozenReview::new(paper, self.now()).map_err(|cause| {
            Fault::new("export-not-written", Retry::ByUser, NextStep::TryAgain).detail(cause)
        })?;
        let kept = self.0.ledger.keep_review(&frozen)?;
        let text = match format {
            NoteFormat::Html => review_page(&kept, words),
            NoteFormat::Markdown => review_markdown(&kept, words),
        };
        export_whole(path, |out| out.write_all(text.as_bytes()))?;
        let entry = draft("release-review-exported", &release).param("sha256", &kept.sha256);
        let stage = release.stage(stage);
        self.write_entry(match stage.and_then(|stage| stage.env.as_ref()) {
            Some(env) => entry.env(env),
            None => entry,
        })
    }

    /// Writes everything about a release to `path` as one HTML page, in these words, whole or not
    /// at all. Faults: `release-not-found`, `export-not-written`.
    pub fn export_release_report(
        &self,
        release_id: &str,
        words: &Catalog,
        path: &Path,
    ) -> Result<(), Fault> {
        let paper = self.release_paper(release_id)?;
        let text = release_page(&paper, words);
        export_whole(path, |out| out.write_all(text.as_bytes()))?;
        self.write_entry(draft("release-report-exported", &paper.release))
    }
}

fn draft(kind: &str, release: &Release) -> EntryDraft {
    let mut entry = EntryDraft::new(kind)
        .param("release", &release.id)
        .param("name", &release.name);
    entry.project_id = Some(release.project_id.clone());
    entry
}

/// What every file system takes: letters and digits of any script, and hyphens between them.
fn for_a_file(name: &str) -> String {
    let mut kept = String::new();
    for c in name.chars() {
        match c {
            c if c.is_alphanumeric() => kept.push(c),
            _ if kept.ends_with('-') || kept.is_empty() => {}
            _ => kept.push('-'),
        }
        if kept.chars().count() == NAME {
            break;
        }
    }
    kept.trim_end_matches('-').to_owned()
}
