//! The memory of a transfer: pages of one size, used again and again, and never more of them than
//! were agreed on.

use bytes::Bytes;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Small enough that what was just read is still in the processor's cache when its checksum is
/// computed, and large enough for a tree's usual file.
pub(crate) const PAGE: usize = 64 * 1024;

/// Hands out pages, and waits when all are in use.
#[derive(Clone)]
pub(crate) struct PageShelf(Arc<Shelf>);

struct Shelf {
    stock: Mutex<Stock>,
    came_back: Condvar,
    /// Held by the one who waits for pages, so that many small wishes never starve a large one.
    turn: Mutex<()>,
}

struct Stock {
    idle: Vec<Box<[u8]>>,
    in_use: usize,
    most: usize,
    closed: bool,
}

impl PageShelf {
    /// No more than `most` bytes are ever in use, rounded up to whole pages.
    pub(crate) fn of(most: u64) -> Self {
        let most = usize::try_from(most.div_ceil(PAGE as u64)).unwrap_or(usize::MAX);
        Self(Arc::new(Shelf {
            stock: Mutex::new(Stock {
                idle: Vec::new(),
                in_use: 0,
                most: most.max(1),
                closed: false,
            }),
            came_back: Condvar::new(),
            turn: Mutex::new(()),
        }))
    }

    /// Waits for enough pages for `bytes`. None once the shelf is closed.
    pub(crate) fn take(&self, bytes: usize) -> Option<Vec<Page>> {
        let wanted = bytes.div_ceil(PAGE);
        let _turn = self.0.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let mut stock = self.stock();
        while !stock.closed && stock.in_use > 0 && stock.in_use + wanted > stock.most {
            stock = self
                .0
                .came_back
                .wait(stock)
                .unwrap_or_else(PoisonError::into_inner);
        }
        if stock.closed {
            return None;
        }
        stock.in_use += wanted;
        let page = |stock: &mut Stock| Page {
            memory: stock.idle.pop().unwrap_or_default(),
            filled: 0,
            shelf: self.clone(),
        };
        Some((0..wanted).map(|_| page(&mut stock)).collect())
    }

    /// Whoever waits is sent home.
    pub(crate) fn close(&self) {
        self.stock().closed = true;
        self.0.came_back.notify_all();
    }

    fn stock(&self) -> MutexGuard<'_, Stock> {
        self.0.stock.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A page that goes back to its shelf when nobody needs it any more.
pub(crate) struct Page {
    memory: Box<[u8]>,
    filled: usize,
    shelf: PageShelf,
}

impl Page {
    /// The first `length` bytes, to be filled; that is what the page holds from then on.
    pub(crate) fn room(&mut self, length: usize) -> &mut [u8] {
        if self.memory.is_empty() {
            self.memory = vec![0; PAGE].into_boxed_slice();
        }
        self.filled = length.min(PAGE);
        &mut self.memory[..self.filled]
    }
}

impl AsRef<[u8]> for Page {
    fn as_ref(&self) -> &[u8] {
        &self.memory[..self.filled]
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        let mut stock = self.shelf.stock();
        stock.in_use -= 1;
        let memory = std::mem::take(&mut self.memory);
        if !memory.is_empty() && stock.idle.len() < stock.most {
            stock.idle.push(memory);
        }
        drop(stock);
        self.shelf.0.came_back.notify_one();
    }
}

/// A file or a block of one in memory, as often as it has to be sent.
#[derive(Clone, Default)]
pub(crate) struct Parts(Arc<[Bytes]>);

impl Parts {
    pub(crate) fn of(pages: Vec<Page>) -> Self {
        Self(pages.into_iter().map(Bytes::from_owner).collect())
    }

    pub(crate) fn len(&self) -> u64 {
        self.0.iter().map(|part| part.len() as u64).sum()
    }

    pub(crate) fn get(&self, at: usize) -> Option<&Bytes> {
        self.0.get(at)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Bytes> {
        self.0.iter()
    }
}

impl From<Vec<u8>> for Parts {
    fn from(bytes: Vec<u8>) -> Self {
        Self([Bytes::from(bytes)].into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_come_back_and_no_more_than_agreed_are_ever_made() {
        let shelf = PageShelf::of(4 * PAGE as u64);
        let taken = shelf.take(3 * PAGE + 1).expect("it is open");
        assert_eq!(taken.len(), 4);
        let waiting = {
            let shelf = shelf.clone();
            std::thread::spawn(move || shelf.take(1).map(|pages| pages.len()))
        };
        drop(Parts::of(taken));
        assert_eq!(waiting.join().expect("it ends"), Some(1));
        assert_eq!(shelf.stock().in_use, 0);
        assert!(shelf.stock().idle.len() <= 4);
    }

    #[test]
    fn more_than_the_whole_shelf_is_given_to_one_alone() {
        let shelf = PageShelf::of(1);
        assert_eq!(shelf.take(5 * PAGE).map(|pages| pages.len()), Some(5));
    }

    #[test]
    fn a_closed_shelf_sends_everybody_home() {
        let shelf = PageShelf::of(PAGE as u64);
        let _taken = shelf.take(1).expect("it is open");
        let waiting = {
            let shelf = shelf.clone();
            std::thread::spawn(move || shelf.take(1).is_none())
        };
        shelf.close();
        assert!(waiting.join().expect("it ends"));
    }
}
