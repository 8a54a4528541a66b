//! Reading the chosen file from front to back, once, in bounded memory.

use super::contents::{Member, each_file};
use super::findings::Findings;
use super::lines::Lines;
use super::reading::{LastStep, LogContents, LogFile, LogFileKind};
use super::safe::safe;
use super::shape::shape;
use super::steps::Steps;
use crate::fault::Fault;
use crate::units::{Bytes, Count};
use std::collections::VecDeque;
use std::io::{self, BufRead};
use std::path::Path;

/// Between how many lines it is asked whether to stop.
const BATCH: u32 = 4_096;
/// Lines from the beginning and from the end of a file nothing is known of.
const ENDS: usize = 10;

/// Reads logs: an archive, or one text. Nothing is written anywhere.
///
/// Faults: `file-unreadable`, `cancelled`, `logs-empty`, `logs-cut-short`, `logs-web-page`,
/// `logs-other-format`, `logs-not-text`, `logs-are-a-package`, `logs-too-large`,
/// `logs-not-trusted`.
pub fn read_logs(path: &Path, cancel: &dyn Fn() -> bool) -> Result<LogContents, Fault> {
    let mut reading = Reading::default();
    each_file(path, cancel, &mut |member| reading.take_in(member, cancel))?;
    reading.told()
}

#[derive(Default)]
struct Reading {
    files: Vec<LogFile>,
    findings: Findings,
    stopped_at: Option<LastStep>,
    last_step: Option<LastStep>,
    /// Some file has a known form or says something known.
    understood: bool,
    /// Some file is a text, whatever it says.
    text: bool,
}

impl Reading {
    fn take_in(&mut self, member: Member<'_>, cancel: &dyn Fn() -> bool) -> io::Result<()> {
        let mut file = LogFile {
            name: safe(member.name),
            bytes: Bytes(member.bytes),
            lines: Count(0),
            kind: kind(member.name),
        };
        match member.text {
            None => {
                file.kind = LogFileKind::Other;
                self.findings.not_read(&file.name);
            }
            Some(input) => match Lines::of(input)? {
                Some(lines) => {
                    self.text = true;
                    self.lines(&mut file, lines, cancel)?;
                }
                None => {
                    file.kind = LogFileKind::Other;
                    // To its end all the same: only there the archive shows whether it is sound.
                    pass_over(input, cancel)?;
                }
            },
        }
        self.files.push(file);
        Ok(())
    }

    fn lines(
        &mut self,
        file: &mut LogFile,
        mut lines: Lines<'_>,
        cancel: &dyn Fn() -> bool,
    ) -> io::Result<()> {
        let mut ends = Ends::default();
        let mut steps = Steps::default();
        let mut understood = false;
        let mut line = String::new();
        self.findings.new_file();
        while lines.next(&mut line)? {
            let number = lines.number();
            if number.is_multiple_of(BATCH) && cancel() {
                return Err(io::ErrorKind::Interrupted.into());
            }
            if file.kind == LogFileKind::Log {
                let shape = shape(&line);
                steps.see(&shape, number);
                let known = self.findings.see(&file.name, number, &line, &shape);
                understood |= known || shape.is_known();
            }
            if !understood {
                ends.see(number, &line);
            }
        }
        file.lines = Count(u64::from(lines.number()));
        if understood {
            self.understood = true;
            self.note_step(steps, &file.name);
        } else {
            self.findings.as_text(&file.name, ends.lines());
        }
        Ok(())
    }

    /// The first that stopped counts, otherwise the last there is.
    fn note_step(&mut self, steps: Steps, file: &str) {
        let stopped = steps.stopped();
        let Some(last) = steps.last(file) else { return };
        if stopped {
            self.stopped_at.get_or_insert(last);
        } else {
            self.last_step = Some(last);
        }
    }

    fn told(self) -> Result<LogContents, Fault> {
        if !self.text && self.files.len() == 1 {
            return Err(super::contents::wrong_file("logs-not-text"));
        }
        Ok(LogContents {
            files: self.files,
            findings: self.findings.told(),
            last_step: self.stopped_at.or(self.last_step),
            text_only: !self.understood,
        })
    }
}

/// By the ending of its name; what is in it decides no more than whether it is text.
fn kind(name: &str) -> LogFileKind {
    let name = name.to_lowercase();
    match [".log", ".txt"].iter().any(|ending| name.ends_with(ending)) {
        true => LogFileKind::Log,
        false => LogFileKind::Other,
    }
}

fn pass_over(input: &mut dyn BufRead, cancel: &dyn Fn() -> bool) -> io::Result<()> {
    loop {
        if cancel() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        match input.fill_buf()?.len() {
            0 => return Ok(()),
            read => input.consume(read),
        }
    }
}

/// The first and the last lines of a file.
#[derive(Default)]
struct Ends {
    first: Vec<(u32, String)>,
    last: VecDeque<(u32, String)>,
}

impl Ends {
    fn see(&mut self, number: u32, line: &str) {
        if line.trim().is_empty() {
            return;
        }
        if self.first.len() < ENDS {
            return self.first.push((number, line.to_owned()));
        }
        if self.last.len() == ENDS {
            self.last.pop_front();
        }
        self.last.push_back((number, line.to_owned()));
    }

    fn lines(self) -> impl Iterator<Item = (u32, String)> {
        self.first.into_iter().chain(self.last)
    }
}
