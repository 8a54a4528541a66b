//! What would write a secret down although nobody asked: core dumps and the text of a panic.

use super::redact;
use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::Write;
use std::panic::PanicHookInfo;

/// First thing in `main`, before a secret is in memory: no core dump is written of this program or
/// of what it starts, and a panic is told without secrets, on standard error and in the log.
///
/// The process stays readable for programs of the same user: with `PR_SET_DUMPABLE` off, a desktop
/// portal can no longer tell who asks for a file.
pub fn stand_guard() {
    without_core_dumps();
    std::panic::set_hook(Box::new(|panic| {
        let text = text_of(panic);
        // Whoever read it may have gone, and a panic in here would end everything.
        let _ = writeln!(std::io::stderr(), "{text}");
        tracing::error!("{text}");
    }));
}

/// Of Linux: a limit of one byte. Zero keeps files away, but a program the kernel pipes the dump to
/// would still get all of it; one is what the kernel itself uses to mean neither (core(5),
/// fs/coredump.c).
#[cfg(unix)]
fn without_core_dumps() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let most = if cfg!(target_os = "linux") { 1 } else { 0 };
    let allowed = getrlimit(Resource::Core).maximum;
    let limit = Rlimit {
        current: Some(allowed.map_or(most, |allowed| allowed.min(most))),
        maximum: allowed,
    };
    // Where even less is not allowed, there is nothing to be done and nothing to be feared.
    let _ = setrlimit(Resource::Core, limit);
}

/// Windows writes none unless somebody set it up for this very program.
#[cfg(not(unix))]
fn without_core_dumps() {}

/// What a panic says, with the way to it where `RUST_BACKTRACE` asks for it.
fn text_of(panic: &PanicHookInfo<'_>) -> String {
    let way = Backtrace::capture();
    let text = match way.status() {
        BacktraceStatus::Captured => format!("{panic}\n{way}"),
        _ => panic.to_string(),
    };
    redact(&text).into_owned()
}
