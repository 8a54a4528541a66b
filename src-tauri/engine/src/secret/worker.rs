//! A thread of its own for a keychain that may ask the user, or never answer.

use super::parts::Vault;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::time::Duration;

/// While an earlier question hangs, the next one gets this long.
const BEHIND_A_HANGING_ONE: Duration = Duration::from_millis(250);

type Task = Box<dyn FnOnce(&mut dyn Vault) + Send>;

/// Asks a vault on its own thread, in order, and stops waiting when it takes too long.
pub(super) struct Worker {
    tasks: Mutex<mpsc::Sender<Task>>,
    /// Tasks nobody waits for any more that have not come to an end.
    hanging: Arc<AtomicUsize>,
}

/// What became of one task.
enum Slot<T> {
    Open,
    Answered(T),
    /// The caller was told that nothing happened.
    GivenUp,
}

impl Worker {
    /// The thread ends when the worker is dropped and its last task is done.
    pub fn over(mut vault: impl Vault + 'static) -> Self {
        let (tasks, queue) = mpsc::channel::<Task>();
        std::thread::spawn(move || {
            for task in queue {
                task(&mut vault);
            }
        });
        Self {
            tasks: Mutex::new(tasks),
            hanging: Arc::default(),
        }
    }

    /// The result of `work`, or none if it takes longer than `limit`. A task that was given up
    /// before it began does not begin; one that ends later is handed to `undo`, so that what the
    /// caller was told stays true.
    pub fn ask<T: Send + 'static>(
        &self,
        limit: Duration,
        work: impl FnOnce(&mut dyn Vault) -> T + Send + 'static,
        undo: impl FnOnce(&mut dyn Vault, T) + Send + 'static,
    ) -> Option<T> {
        let shared = Arc::new((Mutex::new(Slot::Open), Condvar::new()));
        let (theirs, hanging) = (shared.clone(), self.hanging.clone());
        let task: Task = Box::new(move |vault| {
            let given_up = || matches!(*lock(&theirs.0), Slot::GivenUp);
            if !given_up() {
                let result = work(vault);
                let mut slot = lock(&theirs.0);
                if !matches!(*slot, Slot::GivenUp) {
                    *slot = Slot::Answered(result);
                    theirs.1.notify_one();
                    return;
                }
                drop(slot);
                undo(vault, result);
            }
            hanging.fetch_sub(1, Ordering::AcqRel);
        });
        let limit = if self.hanging.load(Ordering::Acquire) > 0 {
            limit.min(BEHIND_A_HANGING_ONE)
        } else {
            limit
        };
        lock(&self.tasks).send(task).ok()?;
        let (slot, answered) = &*shared;
        let waited =
            answered.wait_timeout_while(lock(slot), limit, |slot| matches!(slot, Slot::Open));
        let (mut slot, _) = waited.unwrap_or_else(|poisoned| poisoned.into_inner());
        match std::mem::replace(&mut *slot, Slot::GivenUp) {
            Slot::Answered(result) => Some(result),
            Slot::Open | Slot::GivenUp => {
                self.hanging.fetch_add(1, Ordering::AcqRel);
                None
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
}
