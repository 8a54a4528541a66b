//! Straight from another storage: the service copies a part of a restore itself, nothing of it
//! comes through this computer.
//!
//! The link to copy from is used and kept nowhere. What was copied is remembered like what was
//! sent: the journal is that of the container, so a copy that broke off goes on once the link is
//! pasted again.

use super::PartName;
use super::links::links_missing;
use super::transfer::{FROM, IfExists, Ordered, Way, restore_of, transfer_of};
use crate::blob::sas::{self, Need, SasFinding, SasLink};
use crate::blob::{Blob, Container, Item, Origin};
use crate::desk::Desk;
use crate::fault::{Fault, NextStep, Retry};
use crate::job::{Job, JobKind, JobState};
use crate::package::Verdict;
use crate::restore::DATABASE_BLOB;
use crate::restore::session::{DatabasePart, Event, Refusal, Session, StoragePart};
use crate::restore::storage::{self, Choices};
use crate::secret::Secret;
use crate::units::{Bytes, Count};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

/// Parameter of the job: `database` or `storage`.
const PART: &str = "part";

impl Desk {
    /// Has the service copy a part from where the link in `text` leads to: for the files a
    /// container, or a folder of one; for the database a container with one bacpac, or the link to
    /// that file.
    ///
    /// Faults: those of reading and judging a link (`link-not-found`, `link-expired`,
    /// `link-lacks-right` …), `copy-from-itself`, `restore-links-gone`, `restore-transferring`,
    /// those of the session. What is found there ends the job: `copy-nothing-there`,
    /// `copy-several-databases`, `copy-files-do-not-fit`.
    pub fn copy_from(&self, id: &str, text: &Secret, part: PartName) -> Result<Job, Fault> {
        let source = SasLink::parse(text.expose()).map_err(|trouble| trouble.fault())?;
        self.judge_source(&source, part)?;
        let _alone = self.0.transfers.beginning();
        self.none_runs(id)?;
        self.free_of_ended_transfer(id)?;
        let session = self.session(id)?;
        self.restore_allows(&session, &chosen(part, &source, 0, 0))?;
        if session.upload_time_is_over(self.now()) {
            return Err(Refusal::UploadTimeOver.into());
        }
        let held = self.held_links(&session).ok_or_else(links_missing)?;
        if source.same_place(&held.database) || source.same_place(&held.storage) {
            return Err(Fault::new(
                "copy-from-itself",
                Retry::ByUser,
                NextStep::None,
            ));
        }
        self.give_up_copies_left(id, part)?;
        let new = transfer_of(&session)
            .param(FROM, &source.facts().host)
            .param(PART, part.word());
        let run = self.0.jobs.start(new)?.into_run();
        self.write_entry(entry(&session, &source, part))?;
        let job = run.snapshot();
        let ordered = Ordered {
            restore: id.to_owned(),
            steering: self.steer(id, &run, held, None),
            // Decided when the copy is ordered: what is there stays, and the report names it.
            if_exists: IfExists::Refuse,
            part: Some(part),
        };
        let desk = self.clone();
        self.spawn_transfer(run, ordered, async move {
            Ok(vec![desk.copy_way(source, part).await?])
        });
        Ok(job)
    }

    /// What came by a copy counts as chosen, in place of anything chosen on this computer. Once
    /// both parts are there, the transfer is done. Gives how the job ends.
    pub(super) fn copied(&self, id: &str, part: PartName, job: &str) -> Result<JobState, Fault> {
        let Some(sum) = self.copied_part(id, part)? else {
            return Ok(JobState::Succeeded);
        };
        if !sum.all_is_well {
            let first = sum.troubles.first().map(|trouble| trouble.blob.clone());
            let missing = sum.files.0 - sum.verified.0 - sum.kept.0;
            return Ok(JobState::Failed {
                fault: Fault::new("copy-not-whole", Retry::ByUser, NextStep::TryAgain)
                    .with("count", missing)
                    .with("blob", first.unwrap_or_default()),
            });
        }
        let session = self.session(id)?;
        let from = self.job(job)?.params.get(FROM).cloned().unwrap_or_default();
        let (files, bytes) = (sum.files.0, sum.bytes_total.0);
        self.restore_happens(id, &chosen_as(part, from, files, bytes))?;
        self.0.ledger.forget_restore_part(id, part.word())?;
        self.0.restores.of(id, |known| {
            if part == PartName::Storage {
                known.tree = None;
            }
        });
        self.judge_restore(id)?;
        let begun = Event::TransferBegun { job: job.into() };
        if self.copied_part(id, part.other())?.is_some()
            && self
                .restore_allows(&self.session(&session.id)?, &begun)
                .is_ok()
        {
            self.change_restore(id, &begun)?;
            let verified = self.all_is_well(id)?;
            let done = Event::TransferDone {
                job: job.into(),
                verified,
            };
            self.restore_happens(id, &done)?;
        }
        Ok(JobState::Succeeded)
    }

    /// Whether the link will do to copy from. One to a single file does for the database.
    fn judge_source(&self, source: &SasLink, part: PartName) -> Result<(), Fault> {
        let facts = source.facts();
        let one_file = part == PartName::Database && facts.below.is_some();
        let needs: &[Need] = if one_file {
            &[Need::Read]
        } else {
            &[Need::Read, Need::List]
        };
        let stops = |finding: &SasFinding| match finding {
            SasFinding::Expired { .. }
            | SasFinding::NotYetValid { .. }
            | SasFinding::MissingRight { .. }
            | SasFinding::NeedsHttps => true,
            SasFinding::BlobLink => !one_file,
            SasFinding::ClockOff { .. }
            | SasFinding::AccountLink
            | SasFinding::BelowContainer { .. }
            | SasFinding::RightsInPolicy => false,
        };
        let judged = sas::judge(facts, self.now(), None, needs);
        match judged.iter().find(|finding| stops(finding)) {
            Some(finding) => Err(finding.fault()),
            None => Ok(()),
        }
    }

    /// Copies of this part that were cut off: this one takes their place.
    fn give_up_copies_left(&self, id: &str, part: PartName) -> Result<(), Fault> {
        let left = self.jobs()?.into_iter().filter(|job| {
            job.kind == JobKind::Transfer
                && job.state == JobState::Interrupted
                && restore_of(job) == Some(id)
                && job.params.get(PART).map(String::as_str) == Some(part.word())
        });
        for job in left {
            self.0.jobs.cancel(&job.id);
        }
        Ok(())
    }

    async fn copy_way(&self, source: SasLink, part: PartName) -> Result<Way, Fault> {
        let container = Container::open(source.clone(), self.transfer_options(PathBuf::new()))?;
        let items = match part {
            PartName::Database => vec![database_item(&container).await?],
            PartName::Storage => storage_items(&container).await?,
        };
        let items = Arc::new(items);
        Ok(Way {
            part,
            files: items.len() as u64,
            bytes: items.iter().map(Item::bytes).sum(),
            items: Arc::new(move || Ok(items.to_vec())),
            source: Some(source),
        })
    }
}

async fn database_item(source: &Container) -> Result<Item, Fault> {
    let found = match &source.link().facts().below {
        Some(file) => source.existing(&[file]).await?,
        None => {
            let mut all = source.all("").await?;
            all.retain(|blob| is_bacpac(&blob.name));
            match all.iter().position(|blob| blob.name == DATABASE_BLOB) {
                Some(at) => vec![all.swap_remove(at)],
                None => all,
            }
        }
    };
    match <[Blob; 1]>::try_from(found) {
        Ok([blob]) => Ok(item(DATABASE_BLOB, blob)),
        Err(none) if none.is_empty() => Err(nothing_there(source)),
        Err(several) => Err(
            Fault::new("copy-several-databases", Retry::ByUser, NextStep::None)
                .with("count", several.len()),
        ),
    }
}

/// Every file under the name a folder of the same shape would give it.
async fn storage_items(source: &Container) -> Result<Vec<Item>, Fault> {
    let facts = source.link().facts();
    let below = facts.below.as_deref().map(|below| format!("{below}/"));
    let prefix = below.as_deref().unwrap_or_default();
    let blobs = source.all(prefix).await?;
    let mut by_path: HashMap<String, Blob> = blobs
        .into_iter()
        .filter_map(|blob| Some((blob.name.strip_prefix(prefix)?.to_owned(), blob)))
        .filter(|(path, _)| !path.is_empty())
        .collect();
    if by_path.is_empty() {
        return Err(nothing_there(source));
    }
    let names = by_path
        .iter()
        .map(|(path, blob)| (path.clone(), blob.bytes));
    let plan = storage::listed(&facts.container, names, &Choices::default());
    if plan.check.verdict == Verdict::WillNotWork {
        let found = plan.check.findings.iter().map(|found| found.check.as_str());
        return Err(
            Fault::new("copy-files-do-not-fit", Retry::ByUser, NextStep::None)
                .with("container", &facts.container)
                .detail(found.collect::<Vec<_>>().join(", ")),
        );
    }
    let items = plan
        .names()
        .filter_map(|(path, name)| Some(item(&name, by_path.remove(path)?)));
    Ok(items.collect())
}

fn item(name: &str, blob: Blob) -> Item {
    Item {
        blob: name.into(),
        origin: Origin::Blob {
            name: blob.name,
            bytes: blob.bytes,
            // A condition wants the quotation marks a listing leaves out.
            etag: format!("\"{}\"", blob.etag.trim_matches('"')),
        },
    }
}

fn is_bacpac(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".bacpac")
}

fn nothing_there(source: &Container) -> Fault {
    Fault::new("copy-nothing-there", Retry::ByUser, NextStep::None)
        .with("container", &source.link().facts().container)
}

fn chosen(part: PartName, source: &SasLink, files: u64, bytes: u64) -> Event {
    chosen_as(part, source.facts().host.clone(), files, bytes)
}

fn chosen_as(part: PartName, name: String, files: u64, bytes: u64) -> Event {
    match part {
        PartName::Database => Event::DatabaseChosen {
            part: DatabasePart {
                file_name: name,
                bytes: Bytes(bytes),
                version: None,
            },
        },
        PartName::Storage => Event::StorageChosen {
            part: StoragePart {
                name,
                files: Count(files),
                bytes: Bytes(bytes),
            },
        },
    }
}

fn entry(session: &Session, source: &SasLink, part: PartName) -> crate::ledger::EntryDraft {
    let mut entry = crate::ledger::EntryDraft::new("restore-copy-begun")
        .env(&session.target)
        .param("restore", &session.id)
        .param("host", &source.facts().host)
        .param("part", part.word());
    entry.project_id = Some(session.project_id.clone());
    entry
}
