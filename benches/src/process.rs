//! What one run of a process cost, as the kernel accounted it.

use std::process::{Command, Stdio};
use std::time::Instant;

#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// Seconds.
    pub wall: f64,
    /// User and system seconds.
    pub cpu: f64,
    /// Largest resident size in MiB.
    pub peak_mib: f64,
}

/// Runs a command to its end with its output thrown away.
///
/// # Panics
/// When the command cannot be started or does not exit with 0: a figure of something else would
/// be worse than none.
pub fn measure(command: &mut Command) -> Cost {
    let shown = format!("{command:?}");
    let start = Instant::now();
    let child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let pid = child
        .unwrap_or_else(|cause| panic!("{shown}: {cause}"))
        .id();
    let mut status = 0;
    // SAFETY: plain data that wait4 fills in, for a child this function started and nobody waits for.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        assert_eq!(
            libc::wait4(pid as libc::pid_t, &mut status, 0, &mut usage),
            pid as libc::pid_t
        );
        usage
    };
    let wall = start.elapsed().as_secs_f64();
    assert!(
        libc::WIFEXITED(status) && libc::WEXITSTATUS(status) == 0,
        "{shown} ended with status {status}"
    );
    let seconds = |t: libc::timeval| t.tv_sec as f64 + t.tv_usec as f64 / 1e6;
    Cost {
        wall,
        cpu: seconds(usage.ru_utime) + seconds(usage.ru_stime),
        peak_mib: usage.ru_maxrss as f64 / 1024.0,
    }
}

/// How busy the computer was, with a comma before it; none where the system does not say.
pub fn load() -> Option<String> {
    let text = std::fs::read_to_string("/proc/loadavg").ok()?;
    let minute = text.split(' ').next()?;
    Some(format!(", load average of the last minute {minute}"))
}
