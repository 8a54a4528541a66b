//! Several workers, one order: tasks are fed in, worked on side by side, and their results taken
//! one after the other in the order they came. How much is under way at once is bounded by weight.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Why nothing more is taken.
#[derive(Debug)]
pub(super) enum Broken<E> {
    /// What taking a result came to.
    Taking(E),
    /// A worker is gone without having said anything.
    Worker,
}

/// Feeds tasks to a running line.
pub(super) struct Feed<'l, T, R> {
    room: &'l Room,
    tasks: Sender<(T, SyncSender<R>)>,
    results: Sender<(Receiver<R>, u64)>,
}

/// Nobody takes results any more.
#[derive(Debug)]
pub(super) struct Closed;

impl<T, R> Feed<'_, T, R> {
    /// Hands over a task as soon as there is room for its weight.
    pub(super) fn task(&self, task: T, weight: u64) -> Result<(), Closed> {
        self.room.enter(weight)?;
        let (answer, result) = sync_channel(1);
        self.results.send((result, weight)).map_err(|_| Closed)?;
        self.tasks.send((task, answer)).map_err(|_| Closed)
    }

    /// Hands over a result that took no work.
    pub(super) fn ready(&self, result: R, weight: u64) -> Result<(), Closed> {
        self.room.enter(weight)?;
        let (answer, taken) = sync_channel(1);
        // There is room for one.
        let _ = answer.send(result);
        self.results.send((taken, weight)).map_err(|_| Closed)
    }

    pub(super) fn is_closed(&self) -> bool {
        self.room.is_closed()
    }
}

/// Runs a line to its end: `feed` on a thread of its own, `work` on `workers` threads, each with
/// a state of its own, `take` on this one.
pub(super) fn run<T: Send, R: Send, S, E>(
    workers: usize,
    capacity: u64,
    feed: impl FnOnce(&Feed<T, R>) -> Result<(), Closed> + Send,
    state: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), Broken<E>> {
    let room = Room::new(capacity);
    let (tasks, waiting) = channel::<(T, SyncSender<R>)>();
    let waiting = Mutex::new(waiting);
    let (results, ordered) = channel();
    std::thread::scope(|scope| {
        // Whatever ends this thread, the others are told that nothing more is taken.
        let open = CloseAtEnd(&room);
        for _ in 0..workers {
            scope.spawn(|| {
                let mut state = state();
                while let Some((task, answer)) = next(&waiting, &room) {
                    // A worker that panics leaves without an answer, and that is noticed.
                    let result = catch_unwind(AssertUnwindSafe(|| work(&mut state, task)));
                    let Ok(result) = result else { return };
                    // Nobody waits for it if taking has stopped.
                    let _ = answer.send(result);
                }
            });
        }
        let fed = Feed {
            room: &room,
            tasks,
            results,
        };
        scope.spawn(move || {
            // It only stops early when told so.
            let _ = feed(&fed);
        });
        for (result, weight) in ordered {
            let Ok(result) = result.recv() else {
                return Err(Broken::Worker);
            };
            take(result).map_err(Broken::Taking)?;
            open.0.leave(weight);
        }
        Ok(())
    })
}

/// The next task, or none if there is no more or it is not wanted any more.
fn next<T>(waiting: &Mutex<Receiver<T>>, room: &Room) -> Option<T> {
    let task = lock(waiting).recv().ok()?;
    (!room.is_closed()).then_some(task)
}

/// How much may be under way.
struct Room {
    capacity: u64,
    taken: Mutex<u64>,
    changed: Condvar,
    closed: AtomicBool,
}

impl Room {
    fn new(capacity: u64) -> Self {
        Self {
            capacity,
            taken: Mutex::new(0),
            changed: Condvar::new(),
            closed: AtomicBool::new(false),
        }
    }

    /// Waits for room. What is heavier than all there is goes in alone.
    fn enter(&self, weight: u64) -> Result<(), Closed> {
        let mut taken = lock(&self.taken);
        while *taken > 0 && *taken + weight > self.capacity && !self.is_closed() {
            taken = self
                .changed
                .wait(taken)
                .unwrap_or_else(PoisonError::into_inner);
        }
        if self.is_closed() {
            return Err(Closed);
        }
        *taken += weight;
        Ok(())
    }

    fn leave(&self, weight: u64) {
        *lock(&self.taken) -= weight;
        self.changed.notify_one();
    }

    fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    fn close(&self) {
        // Under the lock, so that nobody begins to wait between looking and waiting.
        let _taken = lock(&self.taken);
        self.closed.store(true, Ordering::Release);
        self.changed.notify_all();
    }
}

struct CloseAtEnd<'r>(&'r Room);

impl Drop for CloseAtEnd<'_> {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// A number or a channel is never left half changed.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicU64;

    #[test]
    fn results_come_in_the_order_of_the_tasks_and_never_too_many_at_once() {
        let (under_way, most) = (AtomicU64::new(0), AtomicU64::new(0));
        let mut seen = Vec::new();
        let ended = run(
            4,
            10,
            |feed| (0..500_u64).try_for_each(|task| feed.task(task, 1 + task % 3)),
            || (),
            |(), task| {
                let now = under_way.fetch_add(1, Ordering::SeqCst) + 1;
                most.fetch_max(now, Ordering::SeqCst);
                // Later tasks of a few are quicker.
                for _ in 0..(task % 7) * 1_000 {
                    std::hint::spin_loop();
                }
                task
            },
            |task| {
                under_way.fetch_sub(1, Ordering::SeqCst);
                seen.push(task);
                Ok::<(), ()>(())
            },
        );
        assert!(ended.is_ok());
        assert_eq!(seen, (0..500).collect::<Vec<_>>());
        assert!(most.into_inner() <= 10);
    }

    #[test]
    fn stopping_to_take_stops_an_endless_feed() {
        let mut taken = 0;
        let ended = run(
            2,
            100,
            |feed| (0_u64..).try_for_each(|task| feed.task(task, 60)),
            || (),
            |(), task| task,
            |_| {
                taken += 1;
                if taken == 20 { Err("enough") } else { Ok(()) }
            },
        );
        assert!(matches!(ended, Err(Broken::Taking("enough"))));
        assert_eq!(taken, 20);
    }

    #[test]
    fn a_worker_that_panics_is_noticed() {
        let ended = run(
            2,
            10,
            |feed| (0..100).try_for_each(|task| feed.task(task, 1)),
            || (),
            |(), task| assert_ne!(task, 50, "on purpose"),
            |()| Ok::<(), ()>(()),
        );
        assert!(matches!(ended, Err(Broken::Worker)));
    }

    #[test]
    fn a_weight_beyond_all_room_goes_in_alone() {
        let mut sum = 0;
        let ended = run(
            2,
            10,
            |feed| {
                feed.ready(1, 5)?;
                feed.task(2, 1_000)?;
                feed.ready(3, 5)
            },
            || (),
            |(), task| task,
            |result: u64| {
                sum = sum * 10 + result;
                Ok::<(), ()>(())
            },
        );
        assert!(ended.is_ok());
        assert_eq!(sum, 123);
    }
}
