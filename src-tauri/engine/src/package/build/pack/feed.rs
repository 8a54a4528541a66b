//! What is to be done, item by item. Large files are looked at here, because how they are packed
//! has to be known before their first piece.

use super::line::{Closed, Feed};
use super::work::{crc32_of, open, read_piece};
use super::{Done, Job, PIECE, Piece, Task, WHOLE};
use crate::fault::Fault;
use crate::package::archive::{PackageFile, Source};
use crate::package::build::deflate::Packer;
use crate::package::build::item::{Content, Item};
use crate::package::build::zip::Amounts;
use crate::package::stamp::FileStamp;
use std::path::Path;
use std::sync::Arc;

/// What an entry weighs besides its bytes, so that there are never endlessly many small ones.
const ENTRY: u64 = 4 << 10;
/// Bytes of each of the places by which a large file is judged.
const SAMPLE: usize = 48 << 10;
const SAMPLES: u64 = 5;

pub(super) fn all(job: &Job, feed: &Feed<Task, Done>) -> Result<(), Closed> {
    for (at, item) in job.items.iter().enumerate() {
        match &item.content {
            Content::File { path, stamp } if stamp.size > WHOLE => {
                match large(job, feed, at, path, stamp) {
                    Ok(fed) => fed?,
                    Err(fault) => return feed.ready(Done::Trouble(fault), 0),
                }
            }
            _ => feed.task(Task::Whole(at), item.size() + ENTRY)?,
        }
    }
    Ok(())
}

fn large(
    job: &Job,
    feed: &Feed<Task, Done>,
    at: usize,
    path: &Path,
    stamp: &FileStamp,
) -> Result<Result<(), Closed>, Fault> {
    let item = &job.items[at];
    let file = Arc::new(open(path, stamp)?);
    let candidate = job
        .previous
        .and_then(|previous| Some((previous, previous.candidate(&item.name, stamp.size)?)));
    let store = candidate.is_none() && !is_worth_it(item, path, &file)?;
    if candidate.is_some() || store {
        let Some(crc32) = whole_crc32(feed, path, &file)? else {
            return Ok(Err(Closed));
        };
        if let Some((previous, entry)) = candidate
            && previous.crc32(entry) == crc32
        {
            return Ok(copied(feed, at, entry, file));
        }
        if store || !is_worth_it(item, path, &file)? {
            let amounts = Amounts {
                crc32,
                compressed: stamp.size,
                size: stamp.size,
            };
            return Ok(pieces(feed, at, file, Some(amounts)));
        }
    }
    Ok(pieces(feed, at, file, None))
}

fn copied(
    feed: &Feed<Task, Done>,
    item: usize,
    previous: usize,
    file: Arc<PackageFile>,
) -> Result<(), Closed> {
    feed.ready(Done::Copied { item, previous }, ENTRY)?;
    feed.ready(Done::Ended { item, file }, 0)
}

fn pieces(
    feed: &Feed<Task, Done>,
    item: usize,
    file: Arc<PackageFile>,
    stored: Option<Amounts>,
) -> Result<(), Closed> {
    feed.ready(Done::Begun { item, stored }, ENTRY)?;
    let mut from = 0;
    while from < file.size() {
        let length = PIECE.min(file.size() - from);
        let piece = Piece {
            item,
            file: Arc::clone(&file),
            from,
            length: length as usize,
            last: from + length == file.size(),
            deflate: stored.is_none(),
        };
        feed.task(Task::Piece(piece), length)?;
        from += length;
    }
    feed.ready(Done::Ended { item, file }, 0)
}

/// Judges a large file by a few places of it.
fn is_worth_it(item: &Item, path: &Path, file: &PackageFile) -> Result<bool, Fault> {
    let mut samples = Vec::new();
    for place in 0..SAMPLES {
        let mut sample = vec![0; SAMPLE];
        let from = (file.size() - SAMPLE as u64) / (SAMPLES - 1) * place;
        read_piece(path, file, from, &mut sample)?;
        samples.push(sample);
    }
    let samples: Vec<&[u8]> = samples.iter().map(Vec::as_slice).collect();
    Ok(Packer::new().is_worth_it(&item.name, &samples))
}

/// Reads a whole large file. None if nobody wants to know any more.
fn whole_crc32(
    feed: &Feed<Task, Done>,
    path: &Path,
    file: &PackageFile,
) -> Result<Option<u32>, Fault> {
    let mut sum = crc_fast::Digest::new(crc_fast::CrcAlgorithm::Crc32IsoHdlc);
    let mut block = vec![0; 1 << 20];
    let mut from = 0;
    while from < file.size() {
        if feed.is_closed() {
            return Ok(None);
        }
        let length = (file.size() - from).min(block.len() as u64) as usize;
        read_piece(path, file, from, &mut block[..length])?;
        sum.update(&block[..length]);
        from += length as u64;
    }
    Ok(Some(crc32_of(sum.finalize())))
}
