//! A report for people: a page that stands alone and prints, and a table for a spreadsheet. The
//! words come from a [`Catalog`].

use super::PARTS;
use super::kept::Kept;
use super::sum::{Proven, proven};
use crate::blob::transfer::{FileReport, Outcome, ReadBack, StoredMd5};
use crate::csv;
use crate::desk::Desk;
use crate::desk::files::export_whole;
use crate::desk::restore::PartName;
use crate::desk::restore::answers::{TransferEnd, TransferSummary};
use crate::fault::{Fault, NextStep, Retry};
use crate::ledger::EntryDraft;
use crate::package::note::{Block, Item, Speaker, page, written};
use crate::restore::session::{LinkNote, Session};
use crate::units::Bytes;
use crate::words::Catalog;
use serde::{Deserialize, Serialize};
use std::io::{self, Write};
use std::path::Path;

/// A page with more files is printed by nobody; the table has them all.
const LISTED: usize = 20_000;

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum ReportFormat {
    /// One page without anything beside it, that prints well.
    Html,
    /// A row for each file.
    Csv,
}

impl Desk {
    /// A name for the report of a restore, without its ending.
    pub fn report_name(&self, id: &str) -> Result<String, Fault> {
        let session = self.session(id)?;
        let day = session.started_at.0.strftime("%Y-%m-%d");
        Ok(format!("custom-restore-{}-{day}", session.target.0))
    }

    /// Writes what became of every file to `path`, in these words, whole or not at all. Faults:
    /// `restore-not-found`, `report-not-there`, `report-unreadable`, `export-not-written`.
    pub fn export_report(
        &self,
        id: &str,
        format: ReportFormat,
        words: &Catalog,
        path: &Path,
    ) -> Result<(), Fault> {
        let session = self.session(id)?;
        let mut parts = Vec::new();
        for part in PARTS {
            if let Some(kept) = Kept::open(&self.report_path(id, part))? {
                parts.push(Part::read(part, kept)?);
            }
        }
        let sums = parts.iter().map(|part| part.sum.clone());
        let Some(sum) = sums.reduce(TransferSummary::and) else {
            return Err(Fault::new(
                "report-not-there",
                Retry::ByUser,
                NextStep::None,
            ));
        };
        let say = Speaker(words);
        match format {
            ReportFormat::Html => {
                let environment = self.environment_name(&session);
                let blocks = blocks(&session, &environment, &sum, &parts, &say);
                let text = page(&blocks, &say.say("report.language"));
                export_whole(path, |out| out.write_all(text.as_bytes()))?;
            }
            ReportFormat::Csv => export_whole(path, |out| table(out, &parts, &say))?,
        }
        let mut entry = EntryDraft::new("restore-report-exported")
            .env(&session.target)
            .param("restore", id);
        entry.project_id = Some(session.project_id);
        self.write_entry(entry)
    }

    fn environment_name(&self, session: &Session) -> String {
        let project = self.project(&session.project_id).ok();
        let known = project
            .as_ref()
            .and_then(|one| one.environment(&session.target));
        known.map_or_else(|| session.target.0.clone(), |one| one.name.clone())
    }
}

/// One part with everything that is known of its files.
struct Part {
    part: PartName,
    from: Option<String>,
    sum: TransferSummary,
    files: Vec<FileReport>,
}

impl Part {
    fn read(part: PartName, kept: Kept) -> Result<Self, Fault> {
        let files = kept.files(0)?.collect::<Result<_, _>>()?;
        Ok(Self {
            part,
            files,
            from: kept.head.from,
            sum: kept.head.summary,
        })
    }
}

fn blocks(
    session: &Session,
    environment: &str,
    sum: &TransferSummary,
    parts: &[Part],
    say: &Speaker<'_>,
) -> Vec<Block> {
    let times = [
        ("from", &*written(sum.started)),
        ("until", &*written(sum.ended)),
    ];
    let mut blocks = vec![
        Block::Heading(1, say.with("report.title", &[("environment", environment)])),
        Block::Paragraph(say.with("report.times", &times)),
        Block::Callout(verdict(sum, say)),
        Block::Table(
            vec![
                say.say("report.column.what"),
                say.say("report.column.value"),
            ],
            rows(session, sum, parts, say),
        ),
        Block::Heading(2, say.say("report.how")),
    ];
    for (kind, files) in [
        ("crc64", sum.crc64.0),
        ("md5", sum.md5.0),
        ("length", sum.length_only.0),
        ("kept", sum.kept.0),
        ("not-sent", sum.not_sent.0),
        ("not-reached", sum.not_reached.0),
    ] {
        if files > 0 {
            blocks.push(Block::Paragraph(say.say(&format!("report.how.{kind}"))));
        }
    }
    let lost: Vec<Item> = parts
        .iter()
        .flat_map(|part| &part.files)
        .filter_map(|file| match &file.outcome {
            Outcome::NotSent { fault } => Some(Item {
                change: None,
                mark: String::new(),
                text: file.blob.to_string(),
                aside: reason(fault, say),
            }),
            _ => None,
        })
        .collect();
    if !lost.is_empty() {
        blocks.push(Block::Heading(2, say.say("report.lost")));
        blocks.push(Block::List(lost));
    }
    for part in parts {
        blocks.push(Block::Heading(
            2,
            say.say(&format!("report.part.{}", part.part.word())),
        ));
        if let Some(host) = &part.from {
            blocks.push(Block::Paragraph(
                say.with("report.copied", &[("host", host)]),
            ));
        }
        let listed = part.files.iter().take(LISTED);
        blocks.push(Block::Table(
            ["file", "size", "outcome", "crc64"]
                .map(|column| say.say(&format!("report.column.{column}")))
                .to_vec(),
            listed.map(|file| row(file, say)).collect(),
        ));
        if let Some(more) = part
            .files
            .len()
            .checked_sub(LISTED)
            .filter(|more| *more > 0)
        {
            blocks.push(Block::Paragraph(say.number("report.more", more as u64)));
        }
    }
    blocks
}

fn verdict(sum: &TransferSummary, say: &Speaker<'_>) -> String {
    match sum.end {
        TransferEnd::Complete if sum.all_is_well => say.number("report.well", sum.files.0),
        TransferEnd::Complete => {
            let missing = sum.files.0 - sum.verified.0 - sum.kept.0;
            say.number("report.not-well", missing)
        }
        _ => say.say("report.not-complete"),
    }
}

fn rows(
    session: &Session,
    sum: &TransferSummary,
    parts: &[Part],
    say: &Speaker<'_>,
) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut add = |key: &str, value: String| {
        rows.push(vec![say.say(&format!("report.fact.{key}")), value]);
    };
    if let Some(database) = &session.database {
        add("database", database.file_name.clone());
        if let Some(version) = &database.version {
            add("version", version.clone());
        }
    }
    if let Some(storage) = &session.storage {
        add("files", storage.name.clone());
    }
    if let Some(access) = &session.access {
        add("database-container", place(&access.database));
        add("storage-container", place(&access.storage));
    }
    for (key, files) in [
        ("count", sum.files),
        ("verified", sum.verified),
        ("crc64", sum.crc64),
        ("md5", sum.md5),
        ("length", sum.length_only),
        ("kept", sum.kept),
        ("not-sent", sum.not_sent),
        ("not-reached", sum.not_reached),
    ] {
        if files.0 > 0 || key == "verified" {
            add(key, files.0.to_string());
        }
    }
    let bytes: u64 = parts.iter().map(|part| part.sum.bytes_total.0).sum();
    add("size", size(Bytes(bytes), say));
    rows
}

fn row(file: &FileReport, say: &Speaker<'_>) -> Vec<String> {
    let crc64 = match &file.outcome {
        Outcome::Sent(proof) => proof.crc64.map(String::from).unwrap_or_default(),
        _ => String::new(),
    };
    vec![
        file.blob.to_string(),
        size(file.bytes, say),
        outcome(&file.outcome, say),
        crc64,
    ]
}

/// What was proven of a file and how, in a few words.
fn outcome(outcome: &Outcome, say: &Speaker<'_>) -> String {
    match outcome {
        Outcome::Kept => say.say("report.outcome.kept"),
        Outcome::NotReached => say.say("report.outcome.not-reached"),
        Outcome::NotSent { fault } => reason(fault, say),
        Outcome::Sent(proof) => {
            let how = say.say(match proven(proof) {
                Proven::Crc64 => "report.proof.crc64",
                Proven::Md5 => "report.proof.md5",
                Proven::Length => "report.proof.length",
            });
            let read_back = say.say(read_back(proof.read_back));
            format!("{how}; {read_back}")
        }
    }
}

fn read_back(read_back: ReadBack) -> &'static str {
    match read_back {
        ReadBack::Confirmed => "report.read-back.confirmed",
        ReadBack::NotAllowed => "report.read-back.not-allowed",
        ReadBack::NotYet => "report.read-back.not-yet",
    }
}

fn stored_md5(stored: StoredMd5) -> &'static str {
    match stored {
        StoredMd5::Matches => "report.stored-md5.matches",
        StoredMd5::NotCompared => "report.stored-md5.not-compared",
        StoredMd5::None => "report.stored-md5.none",
        StoredMd5::NotRead => "report.stored-md5.not-read",
    }
}

/// Every file of every part, one row each.
fn table(out: &mut impl Write, parts: &[Part], say: &Speaker<'_>) -> io::Result<()> {
    const COLUMNS: [&str; 8] = [
        "part",
        "file",
        "bytes",
        "outcome",
        "content",
        "crc64",
        "read-back",
        "stored-md5",
    ];
    csv::begin(out)?;
    csv::record(
        out,
        COLUMNS.map(|name| say.say(&format!("report.column.{name}"))),
    )?;
    for part in parts {
        for file in &part.files {
            let of_proof = match &file.outcome {
                Outcome::Sent(proof) => [
                    say.say(match proven(proof) {
                        Proven::Crc64 => "report.proof.crc64",
                        Proven::Md5 => "report.proof.md5",
                        Proven::Length => "report.proof.length",
                    }),
                    proof.crc64.map(String::from).unwrap_or_default(),
                    say.say(read_back(proof.read_back)),
                    say.say(stored_md5(proof.stored_md5)),
                ],
                _ => Default::default(),
            };
            let outcome = match &file.outcome {
                Outcome::Sent(_) if file.outcome.is_verified() => {
                    say.say("report.outcome.verified")
                }
                Outcome::Sent(_) => say.say("report.outcome.sent"),
                other => outcome(other, say),
            };
            let first = [
                say.say(&format!("report.part.{}", part.part.word())),
                file.blob.to_string(),
                file.bytes.0.to_string(),
                outcome,
            ];
            csv::record(out, first.into_iter().chain(of_proof))?;
        }
    }
    Ok(())
}

/// Why a file is not there, in the words of its fault.
fn reason(fault: &Fault, say: &Speaker<'_>) -> String {
    let key = format!("fault.{}.title", fault.code);
    say.0
        .say(&key, &fault.params)
        .unwrap_or_else(|| fault.code.clone())
}

fn place(link: &LinkNote) -> String {
    format!("{}/{}", link.host, link.container)
}

fn size(bytes: Bytes, say: &Speaker<'_>) -> String {
    say.with("report.size", &[("bytes", &bytes.0.to_string())])
}
