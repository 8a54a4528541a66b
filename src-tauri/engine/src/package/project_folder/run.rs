//! Running one command of the SDK: its output line by line, and an end for the whole family of
//! processes when it is stopped.

#[cfg(unix)]
use super::leash::Leash;
use super::picture::{BuildStep, OutputLine, Stream};
use crate::secret::{redact, without_secrets};
use crate::units::Count;
use process_wrap::std::{ChildWrapper, CommandWrap};
use std::ffi::OsString;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// Characters kept of one line; some tools write whole files into one.
const LONGEST_LINE: usize = 2_000;
/// How often it is looked whether the command has ended or should.
const BEAT: Duration = Duration::from_millis(40);
/// How long output may still come once the command has ended: a server it left behind may hold
/// the pipe open for ever.
const LAST_WORDS: Duration = Duration::from_millis(1_500);

/// How long a command may run, and what it finds around itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Limits {
    pub longest: Option<Duration>,
    /// Number of the last line before this command's first.
    pub lines_before: u64,
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// The code is missing where a signal ended it.
    Exited {
        code: Option<i32>,
    },
    Cancelled,
    TookTooLong,
}

/// Runs `program` in `folder` and gives each line of its output to `said` as it comes, from one
/// thread. When `cancel` says so, or time is up, the command and everything it started ends before
/// this returns; should Slipway itself be killed, with it.
///
/// # Errors
/// Those of starting it.
pub(super) fn run(
    program: &Path,
    arguments: &[OsString],
    folder: &Path,
    step: BuildStep,
    limits: &Limits,
    said: &dyn Fn(OutputLine),
    cancel: &dyn Fn() -> bool,
) -> io::Result<Ending> {
    let mut command = CommandWrap::from(command(program, arguments, folder));
    #[cfg(unix)]
    command.wrap(process_wrap::std::ProcessGroup::leader());
    #[cfg(windows)]
    command.wrap(process_wrap::std::JobObject);
    let mut child = command.spawn()?;
    #[cfg(unix)]
    let _leash = Leash::on(child.id()).inspect_err(|cause| {
        tracing::warn!(%cause, "the command would outlive a killed Slipway");
    });
    let (sender, lines) = channel();
    listen(child.stdout().take(), Stream::Out, sender.clone());
    listen(child.stderr().take(), Stream::Err, sender);

    let started = Instant::now();
    let mut number = limits.lines_before;
    let mut tell = |(stream, text): (Stream, String)| {
        number += 1;
        said(OutputLine {
            number: Count(number),
            step,
            stream,
            text,
        });
    };
    loop {
        if cancel() {
            end_all(child.as_mut());
            return Ok(Ending::Cancelled);
        }
        if limits
            .longest
            .is_some_and(|longest| started.elapsed() > longest)
        {
            end_all(child.as_mut());
            return Ok(Ending::TookTooLong);
        }
        match lines.recv_timeout(BEAT) {
            Ok(line) => tell(line),
            Err(RecvTimeoutError::Disconnected) => std::thread::sleep(BEAT / 4),
            Err(RecvTimeoutError::Timeout) => {}
        }
        if let Some(status) = child.try_wait()? {
            rest_of(&lines, &mut tell);
            // Whatever it left behind ends with it: a build server would keep files open.
            let _ = child.start_kill();
            return Ok(Ending::Exited {
                code: status.code(),
            });
        }
    }
}

fn command(program: &Path, arguments: &[OsString], folder: &Path) -> Command {
    let mut command = Command::new(program);
    without_secrets(&mut command)
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        // No servers that outlive the command, no greeting, and no colours in the output.
        .env("MSBUILDDISABLENODEREUSE", "1")
        .env("DOTNET_CLI_USE_MSBUILD_SERVER", "0")
        .env("UseSharedCompilation", "false")
        .env("DOTNET_NOLOGO", "1")
        .env("NO_COLOR", "1")
        .env("MSBUILDTERMINALLOGGER", "off");
    #[cfg(windows)]
    {
        use std::os::windows::process::CommandExt;
        const CREATE_NO_WINDOW: u32 = 0x0800_0000;
        command.creation_flags(CREATE_NO_WINDOW);
    }
    command
}

fn end_all(child: &mut dyn ChildWrapper) {
    let _ = child.start_kill();
    let _ = child.wait();
}

/// Takes what was written before the command ended.
fn rest_of(lines: &Receiver<(Stream, String)>, tell: &mut dyn FnMut((Stream, String))) {
    let ended = Instant::now();
    while let Some(left) = LAST_WORDS.checked_sub(ended.elapsed()) {
        match lines.recv_timeout(left) {
            Ok(line) => tell(line),
            Err(_) => return,
        }
    }
}

fn listen<R: Read + Send + 'static>(
    pipe: Option<R>,
    stream: Stream,
    lines: Sender<(Stream, String)>,
) {
    let Some(pipe) = pipe else { return };
    std::thread::spawn(move || {
        let mut reader = BufReader::new(pipe);
        while let Ok(Some(line)) = next_line(&mut reader) {
            if lines.send((stream, line)).is_err() {
                return;
            }
        }
    });
}

/// The next line, cut where it gets too long, without secrets and control characters. None at the
/// end.
fn next_line(reader: &mut impl io::BufRead) -> io::Result<Option<String>> {
    let mut line: Vec<u8> = Vec::new();
    let mut anything = false;
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Ok(anything.then(|| clean(&line)));
        }
        anything = true;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let part = &buffer[..end.unwrap_or(buffer.len())];
        let room = (LONGEST_LINE * 4).saturating_sub(line.len());
        line.extend_from_slice(&part[..part.len().min(room)]);
        let used = end.map_or(buffer.len(), |end| end + 1);
        reader.consume(used);
        if end.is_some() {
            return Ok(Some(clean(&line)));
        }
    }
}

fn clean(line: &[u8]) -> String {
    let text = String::from_utf8_lossy(line);
    let text = without_escapes(text.trim_end());
    let text = redact(&text);
    let mut shown: String = text.chars().take(LONGEST_LINE).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

/// Text without terminal colours and other control characters; a tab is a space.
fn without_escapes(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\u{1b}' => {
                if letters.next_if_eq(&'[').is_some() {
                    while letters.next().is_some_and(|c| !c.is_ascii_alphabetic()) {}
                }
            }
            '\t' => kept.push(' '),
            letter if letter.is_control() => {}
            letter => kept.push(letter),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_and_control_characters_are_taken_out() {
        assert_eq!(
            clean(b"\x1b[31;1merror\x1b[0m\tCS1002\x07\r"),
            "error CS1002"
        );
    }

    #[test]
    fn an_endless_line_is_cut_and_the_next_one_is_whole() {
        let text = format!("{}\nnext\nlast", "x".repeat(1_000_000));
        let mut reader = BufReader::new(text.as_bytes());
        let mut next = || next_line(&mut reader).expect("text");
        assert_eq!(
            next().map(|line| line.chars().count()),
            Some(LONGEST_LINE + 1)
        );
        assert_eq!(next().as_deref(), Some("next"));
        assert_eq!(next().as_deref(), Some("last"));
        assert_eq!(next(), None);
    }
}
