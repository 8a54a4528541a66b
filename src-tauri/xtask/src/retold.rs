//! What a program says, passed on as it comes, and told again if it fails: the log of a whole run is
//! long, and where it is read later often only its end is shown.

use std::collections::VecDeque;
use std::fmt;
use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use crate::command::{done, written};
use crate::{Done, Stop};

/// The last lines are kept, whatever they say.
const LAST: usize = 30;
/// Of the lines before them, the first that tell of a failure.
const TELLING: usize = 70;
/// How the test programs in use here mark what failed.
const MARKS: [&str; 6] = [
    " FAILED",
    "panicked at ",
    "✘",
    " FAIL ",
    "error: ",
    "error[",
];

/// Something the program started may outlive it and keep its pipes open: what is on its way is
/// waited for, not that other's end.
const SILENCE: Duration = Duration::from_secs(2);

/// Runs to the end; what stops it brings the lines along that matter. At a terminal one scrolls back.
pub fn done_retelling(command: &mut Command) -> Done {
    if std::io::stdout().is_terminal() {
        return done(command);
    }
    let line = written(command);
    let cannot = |what: &str, cause| Stop(format!("`{line}` {what}: {cause}."));
    let mut running = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|cause| cannot("does not start", cause))?;
    let (said, heard) = mpsc::channel();
    pass_on(running.stdout.take(), std::io::stdout(), said.clone());
    pass_on(running.stderr.take(), std::io::stderr(), said);
    let mut kept = Kept::default();
    loop {
        match heard.recv_timeout(SILENCE) {
            Ok(line) => kept.hear(line),
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => match running.try_wait() {
                Ok(None) => {}
                _ => break,
            },
        }
    }
    let status = running
        .wait()
        .map_err(|cause| cannot("cannot be waited for", cause))?;
    if status.success() {
        return Ok(());
    }
    Err(Stop(format!("`{line}` ended with {status}.\n{kept}")))
}

/// Until the pipe ends.
fn pass_on(
    pipe: Option<impl Read + Send + 'static>,
    mut terminal: impl Write + Send + 'static,
    said: Sender<String>,
) {
    let Some(pipe) = pipe else { return };
    thread::spawn(move || {
        let mut pipe = BufReader::new(pipe);
        let mut line = Vec::new();
        while pipe.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            let _ = terminal.write_all(&line).and_then(|()| terminal.flush());
            let told = String::from_utf8_lossy(&line).trim_end().to_owned();
            if said.send(told).is_err() {
                break;
            }
            line.clear();
        }
    });
}

#[derive(Default)]
struct Kept {
    telling: Vec<String>,
    last: VecDeque<String>,
}

impl Kept {
    fn hear(&mut self, line: String) {
        self.last.push_back(line);
        if self.last.len() <= LAST {
            return;
        }
        let past = self.last.pop_front().expect("more than none are kept");
        if self.telling.len() < TELLING && MARKS.iter().any(|mark| past.contains(mark)) {
            self.telling.push(past);
        }
    }
}

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self.telling.iter().chain(&self.last);
        lines
            .into_iter()
            .try_for_each(|line| writeln!(f, "    {line}"))
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::{Kept, LAST, done_retelling};
    use std::process::Command;

    #[test]
    fn what_failed_is_told_again_with_the_last_lines_however_much_was_said_since() {
        let mut kept = Kept::default();
        kept.hear("test a_promise ... FAILED".to_owned());
        for number in 0..500 {
            kept.hear(format!("line {number}"));
        }
        let told = kept.to_string();
        assert_eq!(told.lines().count(), 1 + LAST);
        assert!(told.starts_with("    test a_promise ... FAILED\n    line 470\n"));
        assert!(told.ends_with("    line 499\n"));
    }

    #[test]
    fn a_program_that_leaves_another_behind_is_not_waited_for_longer_than_it_runs() {
        let number = format!("8{}", std::process::id());
        let script = format!("sleep {number} & echo the reason >&2; exit 3");
        let ended = done_retelling(Command::new("sh").args(["-c", &script]));
        let Err(stop) = ended else {
            panic!("it ended with 3");
        };
        let _ = Command::new("pkill")
            .args(["-f", &format!("^sleep {number}$")])
            .status();
        if !std::io::IsTerminal::is_terminal(&std::io::stdout()) {
            assert!(stop.0.contains("the reason"), "{}", stop.0);
        }
        assert!(stop.0.contains("3"));
    }
}
