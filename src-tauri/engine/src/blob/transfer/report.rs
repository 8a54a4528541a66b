//! What a transfer came to, and what was proven of each file (promise 7).

use crate::fault::Fault;
use crate::units::{Bytes, Count, Moment};
use serde::{Deserialize, Serialize};
use std::fmt::{self, Display, Formatter};
use std::num::ParseIntError;
use std::sync::Arc;

/// The end of a transfer. `files` are in the order they were given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TransferReport {
    pub end: End,
    pub files: Vec<FileReport>,
    pub bytes_total: Bytes,
    /// Bytes that went out in this run.
    pub bytes_sent: Bytes,
    /// Requests made in this run, those made again included.
    pub requests: Count,
    /// Parts that arrived damaged, were refused for it and sent again.
    pub damaged_in_flight: Count,
    /// How often the service asked for less at once.
    pub throttled: Count,
    pub notes: Vec<JournalNote>,
    pub started: Moment,
    pub ended: Moment,
}

/// How a transfer ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "end")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum End {
    /// Every file is over: see each.
    Complete,
    /// It was stopped; it can be gone on with.
    Stopped,
    /// Another link is needed to go on.
    NeedsLink { fault: Fault },
    /// Nothing more could be done; it may be gone on with once that is put right.
    GaveUp { fault: Fault },
}

/// What is known of the journal that the user should hear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "note")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum JournalNote {
    /// The last entry was cut off, as by a crash; everything before it counts.
    TornEnd { bytes: Bytes },
    /// It was damaged; what follows the damage is not used. The damaged file was kept.
    Damaged { kept_as: String },
    /// Blocks sent this many days ago may be gone: the service keeps them for seven (promise 17).
    BlocksAreOld { days: Count },
}

/// One file of a transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FileReport {
    pub blob: Arc<str>,
    pub bytes: Bytes,
    pub outcome: Outcome,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "outcome")]
// The window has other types of the short name.
#[serde(rename = "FileOutcome")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Outcome {
    Sent(Proof),
    /// A blob of that name was there and stays.
    Kept,
    /// It is not there: `fault` says why. The others went on. Apart, because there may be hundreds
    /// of thousands of files, and hardly any of them is one.
    NotSent {
        fault: Box<Fault>,
    },
    /// Its turn did not come.
    NotReached,
}

/// What shows that a file arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Proof {
    pub content: ContentProof,
    /// Of the whole file, where every part's is known.
    #[cfg_attr(feature = "bindings", specta(type = Option<String>))]
    pub crc64: Option<Crc64>,
    pub read_back: ReadBack,
    pub stored_md5: StoredMd5,
}

/// A CRC-64/NVME, written in hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Crc64(pub u64);

impl Display for Crc64 {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for Crc64 {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Display::fmt(self, f)
    }
}

impl From<Crc64> for String {
    fn from(sum: Crc64) -> Self {
        sum.to_string()
    }
}

impl TryFrom<String> for Crc64 {
    type Error = ParseIntError;

    fn try_from(text: String) -> Result<Self, ParseIntError> {
        u64::from_str_radix(&text, 16).map(Self)
    }
}

/// How the service checked every part of the content before it took it (promise 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum ContentProof {
    Crc64,
    Md5,
    /// The service read it from the other storage itself.
    CopiedByService,
    /// An earlier answer was lost; what is there has the same content by its MD5 or its blocks.
    FoundThere,
}

/// Whether what was made was read back afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum ReadBack {
    /// It is there, has the right length and is the one made by this transfer.
    Confirmed,
    /// The link allows neither reading nor listing.
    NotAllowed,
    /// The transfer ended before.
    NotYet,
}

/// The MD5 that is kept with a blob.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum StoredMd5 {
    /// It is that of the file.
    Matches,
    /// There is one, and the file's was not computed: CRC64 was checked instead.
    NotCompared,
    /// There is none.
    None,
    /// It could not be read.
    NotRead,
}

impl Outcome {
    pub(super) fn not_sent(fault: Fault) -> Self {
        Self::NotSent {
            fault: Box::new(fault),
        }
    }

    /// Whether the file may be called verified: its content was checked part by part, and it was
    /// read back.
    pub fn is_verified(&self) -> bool {
        matches!(self, Self::Sent(proof) if proof.read_back == ReadBack::Confirmed)
    }
}

impl TransferReport {
    /// Whether every file is there and verified, or was kept as decided.
    pub fn all_is_well(&self) -> bool {
        let well =
            |file: &FileReport| matches!(file.outcome, Outcome::Kept) || file.outcome.is_verified();
        self.end == End::Complete && self.files.iter().all(well)
    }
}
