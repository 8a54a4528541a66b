//! What is to be read next: every part of every item in order, with what has to be sent again in
//! between.

use crate::blob::item::Item;
use crate::blob::plan::BlockPlan;
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// One thing a reader does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    /// Read a whole item, which goes in one request.
    Whole(usize),
    Block(usize, u32),
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

    pub(super) fn again(&self, work: impl IntoIterator<Item = Work>) {
        self.lock().again.extend(work);
        self.changed.notify_all();
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
    fn next(&mut self) -> Option<Work> {
        while let Some(work) = self.again.pop_front() {
            let (Work::Whole(item) | Work::Block(item, _) | Work::Recheck(item)) = work;
            if !self.over[item] {
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

impl Item {
    /// None if no blob is so large.
    pub(super) fn plan(&self) -> Option<BlockPlan> {
        match self.origin {
            crate::blob::Origin::File { .. } => BlockPlan::of(self.bytes()),
            crate::blob::Origin::Blob { .. } => BlockPlan::of_copy(self.bytes()),
        }
    }
}
