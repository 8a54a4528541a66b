//! Adding up what became of the files.

use crate::blob::transfer::{
    ContentProof, End, FileReport, JournalNote, Outcome, Proof, StoredMd5, TransferReport,
};
use crate::desk::restore::answers::{FileTrouble, TransferEnd, TransferSummary};
use crate::units::Count;
use serde::Serialize;

/// Troubles a sum names; the report has all.
const TROUBLES: usize = 200;

/// A page of what became of each file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TransferPage {
    pub files: Vec<FileReport>,
    pub total: Count,
}

/// What shows that the content of a file is what was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Proven {
    Crc64,
    Md5,
    /// Nothing but its length was compared here.
    Length,
}

pub(super) fn proven(proof: &Proof) -> Proven {
    match (proof.content, proof.stored_md5) {
        (ContentProof::Crc64, _) => Proven::Crc64,
        (ContentProof::Md5, _) | (ContentProof::FoundThere, StoredMd5::Matches) => Proven::Md5,
        // Made of this transfer's own blocks, each of which was checked when it was taken.
        (ContentProof::FoundThere, _) => Proven::Crc64,
        (ContentProof::CopiedByService, _) => Proven::Length,
    }
}

impl TransferSummary {
    pub(super) fn of(report: &TransferReport) -> Self {
        let mut sum = Self {
            end: match report.end {
                End::Complete => TransferEnd::Complete,
                End::Stopped => TransferEnd::Stopped,
                End::NeedsLink { .. } => TransferEnd::NeedsLink,
                End::GaveUp { .. } => TransferEnd::GaveUp,
            },
            files: Count(report.files.len() as u64),
            verified: Count(0),
            kept: Count(0),
            not_sent: Count(0),
            not_reached: Count(0),
            bytes_total: report.bytes_total,
            bytes_sent: report.bytes_sent,
            started: report.started,
            ended: report.ended,
            all_is_well: report.all_is_well(),
            crc64: Count(0),
            md5: Count(0),
            length_only: Count(0),
            troubles: Vec::new(),
            notes: report.notes.iter().map(note).collect(),
        };
        for file in &report.files {
            sum.count(file);
        }
        sum
    }

    fn count(&mut self, file: &FileReport) {
        self.verified.0 += u64::from(file.outcome.is_verified());
        match &file.outcome {
            Outcome::Sent(proof) => match proven(proof) {
                Proven::Crc64 => self.crc64.0 += 1,
                Proven::Md5 => self.md5.0 += 1,
                Proven::Length => self.length_only.0 += 1,
            },
            Outcome::Kept => self.kept.0 += 1,
            Outcome::NotReached => self.not_reached.0 += 1,
            Outcome::NotSent { fault } => {
                self.not_sent.0 += 1;
                if self.troubles.len() < TROUBLES {
                    self.troubles.push(FileTrouble {
                        blob: file.blob.to_string(),
                        fault: (**fault).clone(),
                    });
                }
            }
        }
    }

    /// Both parts as one.
    pub(super) fn and(mut self, other: Self) -> Self {
        if self.end == TransferEnd::Complete {
            self.end = other.end;
        }
        for (sum, more) in [
            (&mut self.files, other.files),
            (&mut self.verified, other.verified),
            (&mut self.kept, other.kept),
            (&mut self.not_sent, other.not_sent),
            (&mut self.not_reached, other.not_reached),
            (&mut self.crc64, other.crc64),
            (&mut self.md5, other.md5),
            (&mut self.length_only, other.length_only),
        ] {
            sum.0 += more.0;
        }
        self.bytes_total.0 += other.bytes_total.0;
        self.bytes_sent.0 += other.bytes_sent.0;
        self.started = self.started.min(other.started);
        self.ended = self.ended.max(other.ended);
        self.all_is_well &= other.all_is_well;
        let room = TROUBLES.saturating_sub(self.troubles.len());
        self.troubles.extend(other.troubles.into_iter().take(room));
        for note in other.notes {
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
        }
        self
    }
}

fn note(note: &JournalNote) -> String {
    let tag = match note {
        JournalNote::TornEnd { .. } => "torn-end",
        JournalNote::Damaged { .. } => "damaged",
        JournalNote::BlocksAreOld { .. } => "blocks-are-old",
    };
    tag.to_owned()
}
