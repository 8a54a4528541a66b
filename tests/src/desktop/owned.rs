//! Programs the tests start. Each is ended by its own id when its owner goes.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::wait::{must, wait_for};

/// A running program and what it has printed so far.
pub struct Owned {
    name: String,
    child: Child,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Owned {
    /// Starts `command`; its standard output is collected line by line.
    #[track_caller]
    pub fn start(command: &mut Command) -> Self {
        let name = command.get_program().to_string_lossy().into_owned();
        let mut child = match command.stdout(Stdio::piped()).spawn() {
            Ok(child) => child,
            Err(cause) => panic!(
                "{name} does not start ({cause}); `cargo xtask test desktop` installs what is missing"
            ),
        };
        let lines = Arc::new(Mutex::new(Vec::new()));
        if let Some(out) = child.stdout.take() {
            let kept = lines.clone();
            std::thread::spawn(move || {
                for line in BufReader::new(out).lines().map_while(Result::ok) {
                    kept.lock().expect("no reader panics").push(line);
                }
            });
        }
        Self { name, child, lines }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Its standard input, where it was piped and not taken before.
    pub fn take_input(&mut self) -> Option<ChildStdin> {
        self.child.stdin.take()
    }

    pub fn lines(&self) -> Vec<String> {
        self.lines.lock().expect("no reader panics").clone()
    }

    /// The first line for which `pick` gives something.
    #[track_caller]
    pub fn line<T>(&mut self, what: &str, limit: Duration, pick: impl Fn(&str) -> Option<T>) -> T {
        must(&format!("{} says {what}", self.name), limit, || {
            self.lines().iter().find_map(|line| pick(line))
        })
    }

    /// Whether it has ended by itself within the limit, and how.
    pub fn ended(&mut self, limit: Duration) -> Option<ExitStatus> {
        wait_for(limit, || self.child.try_wait().ok().flatten())
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The ids of the processes `parent` has started.
pub fn children_of(parent: u32) -> Vec<u32> {
    let list = std::fs::read_to_string(format!("/proc/{parent}/task/{parent}/children"))
        .unwrap_or_default();
    list.split_whitespace()
        .filter_map(|id| id.parse().ok())
        .collect()
}

/// Sends a signal to one process.
pub fn signal(id: u32, signal: &str) {
    let _ = Command::new("kill")
        .args([format!("-{signal}"), id.to_string()])
        .stderr(Stdio::null())
        .status();
}

/// Whether a process is still there. One that has ended but was not collected counts as gone, once
/// the last of its threads has ended too: until then it keeps its files and connections open.
pub fn is_alive(id: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    let threads = std::fs::read_dir(format!("/proc/{id}/task")).map_or(0, Iterator::count);
    stat.rsplit_once(')')
        .is_some_and(|(_, rest)| !rest.trim_start().starts_with('Z') || threads > 1)
}
