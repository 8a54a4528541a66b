//! How far an upload is: a bar on a terminal, a line for each tenth elsewhere; both on standard
//! error.

use crate::words;
use indicatif::{ProgressBar, ProgressStyle};
use slipway_engine::blob::transfer::{Doing, Observer, Progress};
use std::sync::atomic::{AtomicU64, Ordering};

pub struct Bar {
    bar: ProgressBar,
    what: &'static str,
    tenths: AtomicU64,
}

impl Bar {
    pub fn new(what: &'static str) -> Self {
        let bar = ProgressBar::new(0);
        let style = ProgressStyle::with_template(
            "{prefix} {bar:30} {bytes}/{total_bytes} {bytes_per_sec} {eta} {msg}",
        );
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_prefix(what);
        Self {
            bar,
            what,
            tenths: AtomicU64::new(0),
        }
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Observer for Bar {
    fn progress(&self, progress: &Progress) {
        let (done, total) = (progress.bytes_done.0, progress.bytes_total.0);
        let files = format!("{}/{}", progress.files_done.0, progress.files_total.0);
        if !self.bar.is_hidden() {
            self.bar.set_length(total);
            self.bar.set_position(done);
            self.bar.set_message(files);
            return;
        }
        let tenth = done.saturating_mul(10) / total.max(1);
        if self.tenths.fetch_max(tenth, Ordering::Relaxed) < tenth {
            err!("{}: {} %, {files} files", self.what, tenth * 10);
        }
    }

    fn doing(&self, doing: &Doing) {
        match doing {
            Doing::Stalled => err!("{}: nothing moves, trying again", self.what),
            Doing::Throttled => err!("{}: the storage asks for less at once", self.what),
            Doing::Offline { fault, .. } => words::explain(fault),
            Doing::Verifying => err!("{}: verifying what arrived", self.what),
            // The end says what these come to, and the rest is what one expects.
            Doing::NeedsLink { .. } | Doing::Preparing | Doing::Sending | Doing::Paused => {}
        }
    }
}
