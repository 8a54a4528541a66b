//! What a sink took in.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};

/// Counted since the sink began.
#[derive(Default)]
pub(super) struct Counts {
    pub blobs: AtomicU64,
    pub blocks: AtomicU64,
    pub commits: AtomicU64,
    pub lists: AtomicU64,
    pub block_lists: AtomicU64,
    pub heads: AtomicU64,
    /// Bytes of bodies, whole or not.
    pub bytes: AtomicU64,
    /// Bytes of blocks and blobs that were there already.
    pub repeated: AtomicU64,
    /// Bytes of bodies that ended too early.
    pub broken: AtomicU64,
    /// Bodies whose CRC64 was right.
    pub checked: AtomicU64,
}

/// The same at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counted {
    pub blobs: u64,
    pub blocks: u64,
    pub commits: u64,
    pub lists: u64,
    pub block_lists: u64,
    pub heads: u64,
    pub bytes: u64,
    pub repeated: u64,
    pub broken: u64,
    pub checked: u64,
}

impl Counts {
    /// A line for each number.
    pub(super) fn written(&self) -> String {
        let mut text = String::new();
        for (name, count) in [
            ("blobs", &self.blobs),
            ("blocks", &self.blocks),
            ("commits", &self.commits),
            ("lists", &self.lists),
            ("block_lists", &self.block_lists),
            ("heads", &self.heads),
            ("bytes", &self.bytes),
            ("repeated", &self.repeated),
            ("broken", &self.broken),
            ("checked", &self.checked),
        ] {
            // Writing to a text cannot go wrong.
            let _ = writeln!(text, "{name} {}", count.load(Ordering::Relaxed));
        }
        text
    }
}

impl Counted {
    pub(super) fn read(text: &str) -> Self {
        let mut counted = Self::default();
        for (name, count) in text.lines().filter_map(|line| line.split_once(' ')) {
            let Ok(count) = count.parse() else { continue };
            match name {
                "blobs" => counted.blobs = count,
                "blocks" => counted.blocks = count,
                "commits" => counted.commits = count,
                "lists" => counted.lists = count,
                "block_lists" => counted.block_lists = count,
                "heads" => counted.heads = count,
                "bytes" => counted.bytes = count,
                "repeated" => counted.repeated = count,
                "broken" => counted.broken = count,
                "checked" => counted.checked = count,
                _ => {}
            }
        }
        counted
    }

    /// What was sent for nothing.
    pub fn again(&self) -> u64 {
        self.repeated + self.broken
    }
}
