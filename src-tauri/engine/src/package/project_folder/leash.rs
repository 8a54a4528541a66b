//! A command never outlives Slipway: not a quit, not a crash, not `kill -9`.
//!
//! A killed process cannot end what it has started. So a shell waits on a pipe whose other end
//! Slipway holds: once Slipway is gone, whatever way, the pipe closes, and the shell ends the whole
//! group of processes. On Windows the job object of the command would have to do it.

use crate::secret::without_secrets;
use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

/// Waits for the pipe to close, then ends the group.
const WAIT_THEN_END: &str = "read -r _; kill -s KILL -- \"-$1\"";

/// Holds a group of processes for as long as it lives; without effect on them afterwards.
pub(super) struct Leash(Child);

impl Leash {
    /// `group` is the id of the process that leads the group.
    pub fn on(group: u32) -> io::Result<Self> {
        let mut shell = Command::new("/bin/sh");
        without_secrets(&mut shell)
            .args(["-c", WAIT_THEN_END, "sh", &group.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // A Ctrl+C in the terminal is for Slipway.
            .process_group(0);
        shell.spawn().map(Self)
    }
}

impl Drop for Leash {
    fn drop(&mut self) {
        // Before its pipe closes: by then the group's number may be somebody else's.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
