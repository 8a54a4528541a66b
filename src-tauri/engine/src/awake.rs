//! Keeping the computer awake while something moves.

use std::sync::mpsc;

/// Keeps a computer from falling asleep by itself. Closing the lid still does.
pub trait StayAwake: Send + Sync + 'static {
    /// Holds until what it gives is dropped. Does not wait: `told` hears later whether it worked,
    /// or why not.
    fn hold(&self, told: Box<dyn FnOnce(Result<(), String>) + Send>) -> Held;
}

/// The computer stays awake as long as this is there.
pub struct Held {
    _until: Box<dyn Send + Sync>,
}

impl Held {
    pub fn until(dropped: impl Send + Sync + 'static) -> Self {
        Self {
            _until: Box::new(dropped),
        }
    }
}

/// The computer Slipway runs on: IOKit's assertions, Windows' execution state, logind's inhibitors.
pub struct ThisComputer;

impl StayAwake for ThisComputer {
    fn hold(&self, told: Box<dyn FnOnce(Result<(), String>) + Send>) -> Held {
        let (until, dropped) = mpsc::sync_channel::<()>(0);
        // Windows asks it of a thread for as long as that lives, and a system bus may be slow.
        let thread = std::thread::Builder::new().name("stay awake".to_owned());
        let started = thread.spawn(move || {
            let held = keepawake::Builder::default()
                .idle(true)
                .reason("A transfer is under way")
                .app_name("Slipway")
                .create();
            told(held.as_ref().map(drop).map_err(ToString::to_string));
            // Nothing is ever sent: it ends when the other side is dropped.
            let _ = dropped.recv();
            drop(held);
        });
        if let Err(cause) = started {
            tracing::warn!(%cause, "the computer may fall asleep during the transfer");
        }
        Held::until(until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn whether_the_computer_stays_awake_is_told_and_letting_go_waits_for_nobody() {
        let (tell, told) = mpsc::channel();
        let held = ThisComputer.hold(Box::new(move |kept| {
            let _ = tell.send(kept);
        }));
        let kept = told.recv_timeout(Duration::from_secs(30));
        assert!(kept.is_ok(), "it was told, one way or the other");
        drop(held);
    }
}
