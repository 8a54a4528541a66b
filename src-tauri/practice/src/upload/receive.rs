//! Takes the bytes of a package as they come, at the speed of disk and hash, in little memory.

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use sha2::{Digest, Sha256};
use std::io::{self, Write};
use std::path::Path;
use tempfile::{NamedTempFile, TempPath};
use tokio::sync::mpsc;

/// Pieces on their way from the connection to the disk.
const IN_FLIGHT: usize = 16;

/// A package that came in whole.
pub(crate) struct Received {
    /// Removed with this value.
    pub file: TempPath,
    /// Lower-case hex.
    pub sha256: String,
    pub size: u64,
}

/// Why a body is not taken.
#[derive(Debug)]
pub(crate) enum Unfit {
    TooLarge,
    NotAZip,
    /// It ended before its announced end.
    Incomplete,
    Disk(io::Error),
}

/// Writes a body into a new file in `folder`. Reading ends at the first byte over `limit`, and at
/// the first four bytes if they are not those of a zip.
pub(crate) async fn receive<E>(
    body: impl Stream<Item = Result<Bytes, E>>,
    folder: &Path,
    limit: u64,
) -> Result<Received, Unfit> {
    let file = NamedTempFile::new_in(folder).map_err(Unfit::Disk)?;
    let (pieces, incoming) = mpsc::channel(IN_FLIGHT);
    let writing = tokio::task::spawn_blocking(move || write(file, incoming));
    let mut guard = Guard::new(limit);
    let mut body = std::pin::pin!(body);
    while let Some(piece) = body.next().await {
        let piece = piece.map_err(|_| Unfit::Incomplete)?;
        guard.inspect(&piece)?;
        if pieces.send(piece).await.is_err() {
            break; // The writer has met a fault and tells it below.
        }
    }
    drop(pieces);
    let (file, sha256) = writing
        .await
        .map_err(|fault| Unfit::Disk(io::Error::other(fault)))?
        .map_err(Unfit::Disk)?;
    guard.finish()?;
    Ok(Received {
        file,
        sha256,
        size: guard.size,
    })
}

/// Counts a body and drops it. The same limits apply.
pub(crate) async fn discard<E>(
    body: impl Stream<Item = Result<Bytes, E>>,
    limit: u64,
) -> Result<u64, Unfit> {
    let mut size = 0;
    let mut body = std::pin::pin!(body);
    while let Some(piece) = body.next().await {
        size += piece.map_err(|_| Unfit::Incomplete)?.len() as u64;
        if size > limit {
            return Err(Unfit::TooLarge);
        }
    }
    Ok(size)
}

fn write(
    mut file: NamedTempFile,
    mut incoming: mpsc::Receiver<Bytes>,
) -> io::Result<(TempPath, String)> {
    let mut hash = Sha256::new();
    while let Some(piece) = incoming.blocking_recv() {
        hash.update(&piece);
        file.write_all(&piece)?;
    }
    let sha256 = hash
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Ok((file.into_temp_path(), sha256))
}

/// Sees that a body is no longer than allowed and begins like a zip.
struct Guard {
    limit: u64,
    size: u64,
    head: Vec<u8>,
}

impl Guard {
    fn new(limit: u64) -> Self {
        Self {
            limit,
            size: 0,
            head: Vec::with_capacity(4),
        }
    }

    fn inspect(&mut self, piece: &[u8]) -> Result<(), Unfit> {
        let missing = 4 - self.head.len();
        if missing > 0 {
            self.head.extend(piece.iter().take(missing));
            if !b"PK\x03\x04".starts_with(&self.head) && !b"PK\x05\x06".starts_with(&self.head) {
                return Err(Unfit::NotAZip);
            }
        }
        self.size += piece.len() as u64;
        if self.size > self.limit {
            Err(Unfit::TooLarge)
        } else {
            Ok(())
        }
    }

    fn finish(&self) -> Result<(), Unfit> {
        if self.head.len() == 4 {
            Ok(())
        } else {
            Err(Unfit::NotAZip)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::stream;

    async fn received(pieces: &[&'static [u8]], limit: u64) -> Result<Received, Unfit> {
        let folder = tempfile::tempdir().unwrap();
        let pieces = pieces
            .iter()
            .map(|piece| Ok::<_, io::Error>(Bytes::from_static(piece)));
        receive(
            stream::iter(pieces.collect::<Vec<_>>()),
            folder.path(),
            limit,
        )
        .await
    }

    #[tokio::test]
    async fn a_zip_is_recognised_however_its_bytes_are_cut() {
        let whole = received(&[b"P", b"K", b"", b"\x03", b"\x04rest"], 100)
            .await
            .unwrap();
        assert_eq!(whole.size, 8);
        let same = received(&[b"PK\x03\x04rest"], 100).await.unwrap();
        assert_eq!(whole.sha256, same.sha256);
    }

    #[tokio::test]
    async fn what_does_not_begin_like_a_zip_is_refused() {
        for body in [&b"--boundary"[..], b"PX", b"PK\x01\x02", b"PK", b""] {
            assert!(
                matches!(received(&[body], 100).await, Err(Unfit::NotAZip)),
                "{body:?}"
            );
        }
    }

    #[tokio::test]
    async fn the_limit_itself_fits_and_one_more_byte_does_not() {
        assert!(received(&[b"PK\x03\x04", b"1234"], 8).await.is_ok());
        let over = received(&[b"PK\x03\x04", b"12345"], 8).await;
        assert!(matches!(over, Err(Unfit::TooLarge)));
    }
}
