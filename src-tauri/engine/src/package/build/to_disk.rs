//! Bringing what was written to the disk while more is packed, so that little is left to wait for at
//! the end.

use std::fs::File;
use std::io;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;

/// So many bytes are brought to the disk at a time.
const STEP: usize = 16 << 20;

/// A thread that waits for the disk. Dropping it waits for what it is at: Windows lets nobody remove
/// a file that is still held.
pub(super) struct ToDisk {
    wanted: Option<SyncSender<()>>,
    thread: Option<JoinHandle<io::Result<()>>>,
    /// Bytes written since it was asked last.
    waiting: usize,
}

impl ToDisk {
    pub(super) fn of(file: &File) -> io::Result<Self> {
        let file = file.try_clone()?;
        // While it is at one step, the next one may be asked for, and no more.
        let (wanted, steps) = sync_channel(1);
        let bring = move || steps.iter().try_for_each(|()| file.sync_data());
        let thread = std::thread::Builder::new().spawn(bring)?;
        Ok(Self {
            wanted: Some(wanted),
            thread: Some(thread),
            waiting: 0,
        })
    }

    /// So many bytes more are in the file.
    pub(super) fn written(&mut self, bytes: usize) {
        self.waiting += bytes;
        if self.waiting >= STEP
            && let Some(wanted) = &self.wanted
            && wanted.try_send(()).is_ok()
        {
            self.waiting = 0;
        }
    }

    /// Waits for what is under way.
    ///
    /// # Errors
    /// What the disk said to any step: a system tells that once, and it would be lost.
    pub(super) fn end(mut self) -> io::Result<()> {
        self.ended().unwrap_or_else(|| {
            Err(io::Error::other(
                "the thread that waits for the disk is gone",
            ))
        })
    }

    fn ended(&mut self) -> Option<io::Result<()>> {
        drop(self.wanted.take());
        self.thread.take()?.join().ok()
    }
}

impl Drop for ToDisk {
    fn drop(&mut self) {
        let _ = self.ended();
    }
}
