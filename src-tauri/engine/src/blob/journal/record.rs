//! Records and their bytes.

use std::collections::BTreeMap;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Record {
    /// The service took a block.
    Block {
        item: u128,
        number: u32,
        crc64: u64,
        /// Seconds after the journal was begun.
        at: u32,
    },
    /// A blob was begun anew; its blocks so far do not count. From now on their names have so many
    /// bytes.
    Anew { item: u128, id_bytes: u8 },
    /// The blob was made.
    Done { item: u128, done: Done },
}

/// A blob that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Done {
    pub how: How,
    pub crc64: Option<u64>,
    pub md5: Option<[u8; 16]>,
    /// Empty if the service did not say.
    pub etag: Box<str>,
}

/// How its content was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    Crc64,
    Md5,
    CopiedByService,
    FoundThere,
}

/// A blob that was begun.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Started {
    /// Bytes of a block's name; 0 is the usual number.
    pub id_bytes: u8,
    /// CRC64 and time of the blocks the service took.
    pub blocks: BTreeMap<u32, (u64, u32)>,
}

const BLOCK: u8 = 2;
const ANEW: u8 = 3;
const DONE: u8 = 4;

impl Record {
    pub(super) fn write(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(64);
        match self {
            Self::Block {
                item,
                number,
                crc64,
                at,
            } => {
                out.push(BLOCK);
                out.extend_from_slice(&item.to_le_bytes());
                out.extend_from_slice(&number.to_le_bytes());
                out.extend_from_slice(&crc64.to_le_bytes());
                out.extend_from_slice(&at.to_le_bytes());
            }
            Self::Anew { item, id_bytes } => {
                out.push(ANEW);
                out.extend_from_slice(&item.to_le_bytes());
                out.push(*id_bytes);
            }
            Self::Done { item, done } => {
                out.push(DONE);
                out.extend_from_slice(&item.to_le_bytes());
                out.push(match done.how {
                    How::Crc64 => 0,
                    How::Md5 => 1,
                    How::CopiedByService => 2,
                    How::FoundThere => 3,
                });
                out.push(u8::from(done.crc64.is_some()) | u8::from(done.md5.is_some()) << 1);
                out.extend(done.crc64.iter().flat_map(|crc64| crc64.to_le_bytes()));
                out.extend(done.md5.iter().flatten());
                out.extend_from_slice(done.etag.as_bytes());
            }
        }
        out
    }

    /// None for what this version does not write.
    pub(super) fn read(payload: &[u8]) -> Option<Self> {
        let mut rest = payload;
        let kind = u8::from_le_bytes(take(&mut rest)?);
        let item = u128::from_le_bytes(take(&mut rest)?);
        let record = match kind {
            BLOCK => Self::Block {
                item,
                number: u32::from_le_bytes(take(&mut rest)?),
                crc64: u64::from_le_bytes(take(&mut rest)?),
                at: u32::from_le_bytes(take(&mut rest)?),
            },
            ANEW => Self::Anew {
                item,
                id_bytes: u8::from_le_bytes(take(&mut rest)?),
            },
            DONE => {
                let how = match u8::from_le_bytes(take(&mut rest)?) {
                    0 => How::Crc64,
                    1 => How::Md5,
                    2 => How::CopiedByService,
                    3 => How::FoundThere,
                    _ => return None,
                };
                let has = u8::from_le_bytes(take(&mut rest)?);
                let crc64 = match has & 1 {
                    0 => None,
                    _ => Some(u64::from_le_bytes(take(&mut rest)?)),
                };
                let md5 = match has & 2 {
                    0 => None,
                    _ => Some(take(&mut rest)?),
                };
                let etag = std::str::from_utf8(std::mem::take(&mut rest)).ok()?.into();
                let done = Done {
                    how,
                    crc64,
                    md5,
                    etag,
                };
                Self::Done { item, done }
            }
            _ => return None,
        };
        rest.is_empty().then_some(record)
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (bytes, behind) = rest.split_first_chunk::<N>()?;
    *rest = behind;
    Some(*bytes)
}
