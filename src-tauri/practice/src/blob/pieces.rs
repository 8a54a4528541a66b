//! Bytes on disk, a file for each request that brought some. Nothing is copied when blocks become a
//! blob: the blob is the list of its pieces.

use super::checksum::{Summing, Sums};
use super::refusal::Refusal;
use axum::body::Body;
use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use tokio::sync::mpsc;

/// Parts of a body on their way from the connection to the disk.
const IN_FLIGHT: usize = 8;
/// Read from disk at a time when a blob is sent.
const READ_AT_ONCE: u64 = 256 * 1024;

/// Where pieces lie.
pub(super) struct Shelf {
    folder: PathBuf,
    last: AtomicU64,
    /// Pieces without bytes: counted and checked, never written.
    discard: bool,
    /// Set when the storage closes: pieces stay for the next time.
    closed: AtomicBool,
}

impl Shelf {
    pub fn open(folder: PathBuf, last: u64, discard: bool) -> io::Result<Arc<Self>> {
        fs::create_dir_all(&folder)?;
        Ok(Arc::new(Self {
            folder,
            last: AtomicU64::new(last),
            discard,
            closed: AtomicBool::new(false),
        }))
    }

    pub fn close(&self) {
        self.closed.store(true, Ordering::Relaxed);
    }

    /// A piece that was there before.
    pub fn known(self: &Arc<Self>, number: u64, size: u64) -> Arc<Piece> {
        Arc::new(Piece {
            number,
            size,
            shelf: self.clone(),
        })
    }

    /// Removes what no piece in `kept` is.
    pub fn tidy(&self, kept: impl Fn(u64) -> bool) -> io::Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let number = entry
                .file_name()
                .to_str()
                .and_then(|name| name.parse().ok());
            if number.is_some_and(|number| !kept(number)) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    /// Takes a body of exactly `length` bytes, and its checksums. A body that ends early or is longer
    /// leaves nothing behind.
    pub async fn take<E>(
        self: &Arc<Self>,
        body: impl Stream<Item = Result<Bytes, E>>,
        length: u64,
        with_md5: bool,
    ) -> Result<(Arc<Piece>, Sums), Refusal> {
        let piece = self.known(self.last.fetch_add(1, Ordering::Relaxed) + 1, length);
        let file = if self.discard {
            None
        } else {
            Some(File::create(piece.path()).map_err(|fault| Refusal::out_of_disk(&fault))?)
        };
        let (parts, incoming) = mpsc::channel(IN_FLIGHT);
        let writing = tokio::task::spawn_blocking(move || write(file, incoming, with_md5));
        let mut taken = 0;
        let mut body = std::pin::pin!(body);
        while let Some(part) = body.next().await {
            let part = part.map_err(|_| incomplete())?;
            taken += part.len() as u64;
            if taken > length || parts.send(part).await.is_err() {
                break; // The writer has met a fault and tells it below.
            }
        }
        drop(parts);
        let sums = writing
            .await
            .unwrap_or_else(|fault| Err(io::Error::other(fault)))
            .map_err(|fault| Refusal::out_of_disk(&fault))?;
        if taken == length {
            Ok((piece, sums))
        } else {
            Err(incomplete())
        }
    }
}

fn incomplete() -> Refusal {
    Refusal::new(
        400,
        "InvalidInput",
        "One of the request inputs is not valid.",
    )
}

fn write(
    mut file: Option<File>,
    mut incoming: mpsc::Receiver<Bytes>,
    with_md5: bool,
) -> io::Result<Sums> {
    let mut summing = Summing::new(with_md5);
    while let Some(part) = incoming.blocking_recv() {
        summing.add(&part);
        if let Some(file) = &mut file {
            file.write_all(&part)?;
        }
    }
    Ok(summing.finish())
}

/// Some bytes, kept as long as somebody holds this.
pub(super) struct Piece {
    pub number: u64,
    pub size: u64,
    shelf: Arc<Shelf>,
}

impl Piece {
    fn path(&self) -> PathBuf {
        self.shelf.folder.join(self.number.to_string())
    }
}

impl Drop for Piece {
    fn drop(&mut self) {
        if !self.shelf.discard && !self.shelf.closed.load(Ordering::Relaxed) {
            // What is left behind is tidied up at the next start.
            let _ = fs::remove_file(self.path());
        }
    }
}

/// A stretch of content that lies in several pieces.
#[derive(Clone)]
pub(super) struct Extent {
    piece: Arc<Piece>,
    from: u64,
    length: u64,
}

/// The extents that make up `range` (start, length) of the pieces put one after another.
pub(super) fn extents<'a>(
    pieces: impl Iterator<Item = &'a Arc<Piece>>,
    start: u64,
    length: u64,
) -> Vec<Extent> {
    let (mut at, end) = (0, start.saturating_add(length));
    let mut extents = Vec::new();
    for piece in pieces {
        let (from, until) = (start.max(at), end.min(at + piece.size));
        if from < until {
            extents.push(Extent {
                piece: piece.clone(),
                from: from - at,
                length: until - from,
            });
        }
        at += piece.size;
    }
    extents
}

/// Sends extents, a quarter of a mebibyte at a time.
pub(super) fn body(extents: Vec<Extent>) -> Body {
    let parts = extents.into_iter().flat_map(|extent| {
        (0..extent.length.div_ceil(READ_AT_ONCE)).map(move |index| Extent {
            from: extent.from + index * READ_AT_ONCE,
            length: READ_AT_ONCE.min(extent.length - index * READ_AT_ONCE),
            piece: extent.piece.clone(),
        })
    });
    Body::from_stream(futures_util::stream::iter(parts).then(|extent| async move {
        tokio::task::spawn_blocking(move || extent.read())
            .await
            .unwrap_or_else(|fault| Err(io::Error::other(fault)))
    }))
}

/// Puts extents into one file.
pub(super) fn assemble(extents: &[Extent], into: &Path) -> io::Result<()> {
    let mut whole = File::create(into)?;
    for extent in extents {
        let mut file = File::open(extent.piece.path())?;
        file.seek(SeekFrom::Start(extent.from))?;
        io::copy(&mut file.take(extent.length), &mut whole)?;
    }
    Ok(())
}

impl Extent {
    fn read(&self) -> io::Result<Bytes> {
        let mut bytes = vec![0; usize::try_from(self.length).map_err(io::Error::other)?];
        // Of discarded content the length is all that is known.
        if !self.piece.shelf.discard {
            let mut file = File::open(self.piece.path())?;
            file.seek(SeekFrom::Start(self.from))?;
            file.read_exact(&mut bytes)?;
        }
        Ok(bytes.into())
    }
}
