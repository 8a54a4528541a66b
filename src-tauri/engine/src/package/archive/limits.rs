//! How much of an archive Slipway looks at (promise 31). What lies beyond is a finding.

pub(crate) const MAX_ENTRIES: usize = 200_000;

/// Bytes of central directory. 200,000 records with names of 240 bytes take 60 MB.
pub(super) const MAX_DIRECTORY: u64 = 96 << 20;

/// Of all files together once unpacked: 50 GiB.
pub(crate) const MAX_UNPACKED: u64 = 50 << 30;

/// Of one file once unpacked: 8 GiB.
pub(crate) const MAX_FILE: u64 = 8 << 30;

/// How many times its packed size a file may take, once it is larger than `RATIO_FROM`.
pub(crate) const MAX_RATIO: u64 = 100;
pub(crate) const RATIO_FROM: u64 = 10 << 20;

/// Bytes of a name with its folders.
pub(crate) const MAX_NAME: usize = 240;

/// Files up to this size are read whole; of larger ones only the beginning.
pub(crate) const READ_WHOLE: u64 = 8 << 20;

/// How much of a larger file is looked at.
pub(crate) const READ_HEAD: usize = 64 << 10;
