//! Lines to standard output and standard error.
//!
//! Whoever reads them may have gone (`| head`): that is no reason to end, least of all in the middle
//! of an upload, and `println!` would panic. A disk that is full under a redirected output is one to
//! say so.

use std::fmt::Arguments;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::sync::atomic::{AtomicBool, Ordering};

/// Part of the result is missing where it should stand.
static LOST: AtomicBool = AtomicBool::new(false);

/// A line of the result, as `println!` takes it.
macro_rules! out {
    () => {
        $crate::out::result(format_args!(""))
    };
    ($($line:tt)*) => {
        $crate::out::result(format_args!($($line)*))
    };
}

/// A line of explanation, as `eprintln!` takes it.
macro_rules! err {
    ($($line:tt)*) => {
        $crate::out::explanation(format_args!($($line)*))
    };
}

pub fn result(line: Arguments<'_>) {
    whole(|out| out.write_fmt(format_args!("{line}\n")));
}

/// The result of a command that writes it as it is made: of many files it is long.
pub fn whole(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
    let mut out = BufWriter::new(io::stdout().lock());
    if is_lost(write(&mut out).and_then(|()| out.flush())) {
        LOST.store(true, Ordering::Relaxed);
    }
}

pub fn explanation(line: Arguments<'_>) {
    // There is no third place to say that this one failed.
    let _ = io::stderr().lock().write_fmt(format_args!("{line}\n"));
}

/// Whether everything stands where somebody may still read it.
pub fn arrived() -> bool {
    !is_lost(io::stdout().flush()) && !LOST.load(Ordering::Relaxed)
}

fn is_lost(written: io::Result<()>) -> bool {
    written.is_err_and(|cause| cause.kind() != ErrorKind::BrokenPipe)
}
