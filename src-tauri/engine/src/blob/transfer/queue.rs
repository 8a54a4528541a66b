//! What is to be read next: every part of every item in order, with what has to be sent again in
//! between.

use crate::blob::item::Item;
use crate::blob::plan::BlockPlan;
use crate::blob::readable::Readable;
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// One thing a reader does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Work {
    /// Read a whole item, which goes in one request.
    Whole(usize),
    Block(usize, u32),
    /// Read an item that can only be read in order to its end, and of it these blocks, which rise.
    Through(usize, Vec<u32>),
    /// See whether the file is still the one that was read, before its blob is made (promise 6).
    Recheck(usize),
}

/// Shared by the readers, who take from it, and the transfer, which adds to it.
pub(super) struct Queue {
    ahead: Mutex<Ahead>,
    changed: Condvar,
}

struct Ahead {
    items: Arc<Vec<Item>>,
    item: usize,
    block: u32,
    /// Items that are over, or of which nothing more is wanted.
    over: Vec<bool>,
    /// Blocks the service has already, by item.
    there: HashMap<usize, HashSet<u32>>,
    again: VecDeque<Work>,
    closed: bool,
}

impl Queue {
    /// `over` are the items that are done, `there` the blocks that arrived before.
    pub(super) fn new(
        items: Arc<Vec<Item>>,
        over: Vec<bool>,
        there: HashMap<usize, HashSet<u32>>,
    ) -> Self {
        Self {
            ahead: Mutex::new(Ahead {
                items,
                item: 0,
                block: 0,
                over,
                there,
                again: VecDeque::new(),
                closed: false,
            }),
            changed: Condvar::new(),
        }
    }

    /// Waits for something to do. None once the queue is closed.
    pub(super) fn next(&self) -> Option<Work> {
        let mut ahead = self.lock();
        loop {
            if ahead.closed {
                return None;
            }
            if let Some(work) = ahead.next() {
                return Some(work);
            }
            ahead = self
                .changed
                .wait(ahead)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// These blocks, which rise, have to be sent again.
    pub(super) fn blocks_again(&self, item: usize, blocks: Vec<u32>) {
        let mut ahead = self.lock();
        if ahead.only_in_order(item) {
            ahead.again.push_back(Work::Through(item, blocks));
        } else {
            let blocks = blocks.into_iter().map(|number| Work::Block(item, number));
            ahead.again.extend(blocks);
        }
        self.changed.notify_all();
    }

    /// All blocks are there: its blob may be made if it is still what was read.
    pub(super) fn recheck(&self, item: usize) {
        self.lock().again.push_back(Work::Recheck(item));
        self.changed.notify_all();
    }

    /// Whether more of an item is wanted, for whoever reads it for long.
    pub(super) fn wants(&self, item: usize) -> bool {
        let ahead = self.lock();
        !ahead.closed && !ahead.over[item]
    }

    /// Nothing more of this item is wanted.
    pub(super) fn give_up(&self, item: usize) {
        self.lock().over[item] = true;
    }

    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Ahead> {
        self.ahead.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ahead {
    fn only_in_order(&self, item: usize) -> bool {
        let here = self.items.get(item).and_then(Item::here);
        here.is_some_and(Readable::only_in_order)
    }

    fn next(&mut self) -> Option<Work> {
        while let Some(work) = self.again.pop_front() {
            if !self.over[work.item()] {
                return Some(work);
            }
        }
        while let Some(item) = self.items.get(self.item) {
            let at = self.item;
            let plan = item.plan().filter(|_| !self.over[at]);
            let block = self.block;
            match plan {
                Some(plan) if plan.in_one_request() => {
                    self.item += 1;
                    return Some(Work::Whole(at));
                }
                Some(plan) if self.only_in_order(at) => {
                    self.item += 1;
                    let there = self.there.remove(&at).unwrap_or_default();
                    let missing = (0..plan.blocks()).filter(|number| !there.contains(number));
                    let missing: Vec<u32> = missing.collect();
                    if !missing.is_empty() {
                        return Some(Work::Through(at, missing));
                    }
                }
                Some(plan) if block < plan.blocks() => {
                    self.block += 1;
                    if !self
                        .there
                        .get(&at)
                        .is_some_and(|there| there.contains(&block))
                    {
                        return Some(Work::Block(at, block));
                    }
                }
                _ => {
                    self.there.remove(&at);
                    self.item += 1;
                    self.block = 0;
                }
            }
        }
        None
    }
}

impl Work {
    pub(super) fn item(&self) -> usize {
        match self {
            Self::Whole(item)
            | Self::Block(item, _)
            | Self::Through(item, _)
            | Self::Recheck(item) => *item,
        }
    }
}

impl Item {
    /// None if no blob is so large.
    pub(super) fn plan(&self) -> Option<BlockPlan> {
        match self.here() {
            Some(_) => BlockPlan::of(self.bytes()),
            None => BlockPlan::of_copy(self.bytes()),
        }
    }
}
