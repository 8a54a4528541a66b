//! What a piece of work takes: time, and memory at its peak.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

#[global_allocator]
static COUNTING: Counting = Counting;

static IN_USE: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);
/// Memory is counted for the whole process, so one piece of work is measured at a time.
static TURN: Mutex<()> = Mutex::new(());

/// Longer than any reader needs, however busy the computer: what takes longer has no end.
const PATIENCE: Duration = Duration::from_secs(180);

struct Counting;

// SAFETY: everything is handed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let used = IN_USE.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        MOST.fetch_max(used, Ordering::Relaxed);
        // SAFETY: as promised by whoever asks.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        IN_USE.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: as promised by whoever asks.
        unsafe { System.dealloc(at, layout) }
    }
}

/// What `work` gives, and the bytes it held at its peak. Work without an end is a panic.
pub fn measured<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> (T, usize) {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let before = IN_USE.load(Ordering::Relaxed);
    MOST.store(before, Ordering::Relaxed);
    let (done, wait) = channel();
    std::thread::spawn(move || done.send(work()));
    match wait.recv_timeout(PATIENCE) {
        Ok(answer) => (answer, MOST.load(Ordering::Relaxed).saturating_sub(before)),
        Err(RecvTimeoutError::Timeout) => panic!("no answer within {PATIENCE:?}"),
        Err(RecvTimeoutError::Disconnected) => panic!("a panic instead of an answer"),
    }
}
