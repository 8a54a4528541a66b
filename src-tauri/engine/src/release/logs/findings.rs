//! What is found, put together: the same thing is told once, with its first places.

use super::exception::{exception, is_stack};
use super::known::recognise;
use super::reading::{LogEvidence, LogFinding};
use super::safe::safe;
use super::shape::{Level, Shape};
use std::collections::BTreeMap;

/// Places a finding names; `times` counts all.
const PLACES: usize = 20;
/// Lines of a stack, or of what follows indented, that are kept with a place.
const FOLLOWING: usize = 6;
/// Kinds of exception, and messages with other values in them, that are told apart.
const APART: usize = 40;
/// With this a deployment's log says how it ended.
const STOPPED: &str = "Deployment failed";

/// Codes beside those of known messages.
pub(super) const EXCEPTION: &str = "exception";
pub(super) const OTHER_ERRORS: &str = "other-errors";
pub(super) const DEPLOYMENT_STOPPED: &str = "deployment-stopped";
pub(super) const FILE_NOT_READ: &str = "file-not-read";
pub(super) const SHOWN_AS_TEXT: &str = "shown-as-text";

/// Everything found so far, in the order it was met.
#[derive(Default)]
pub(super) struct Findings {
    found: Vec<Found>,
    /// What the next indented lines belong to.
    open: Option<Open>,
}

struct Found {
    code: &'static str,
    params: BTreeMap<String, String>,
    times: u64,
    evidence: Vec<LogEvidence>,
}

#[derive(Clone, Copy)]
struct Open {
    at: usize,
    /// Lines that may still be kept with it.
    left: usize,
}

impl Findings {
    /// One more line of a file; whether it says something known.
    pub(super) fn see(&mut self, file: &str, number: u32, line: &str, shape: &Shape<'_>) -> bool {
        if is_stack(line) {
            self.follow(file, number, line);
            return false;
        }
        let known = recognise(line)
            .map(|known| (known.code, known.params))
            .or_else(|| exception(shape.text).map(|found| (EXCEPTION, found.params())));
        let indented = line.starts_with([' ', '\t']) && !shape.is_known();
        if let Some((code, params)) = known {
            if indented {
                self.take_back_head();
            }
            self.note(code, params, || evidence(file, number, line));
            return true;
        }
        if shape.text.starts_with(STOPPED) {
            self.note(DEPLOYMENT_STOPPED, BTreeMap::new(), || {
                evidence(file, number, line)
            });
            return true;
        }
        if shape.level == Some(Level::Error) {
            self.note(OTHER_ERRORS, BTreeMap::new(), || {
                evidence(file, number, line)
            });
        } else if indented {
            self.follow(file, number, line);
        } else {
            self.open = None;
        }
        false
    }

    /// A new file: nothing in it belongs to what the last one ended with.
    pub(super) fn new_file(&mut self) {
        self.open = None;
    }

    pub(super) fn not_read(&mut self, file: &str) {
        self.note(FILE_NOT_READ, BTreeMap::new(), || LogEvidence {
            file: file.to_owned(),
            line: 1,
            text: String::new(),
        });
    }

    /// Lines of a file nothing is known of.
    pub(super) fn as_text(&mut self, file: &str, lines: impl Iterator<Item = (u32, String)>) {
        for (number, line) in lines {
            self.note(SHOWN_AS_TEXT, BTreeMap::new(), || {
                evidence(file, number, &line)
            });
        }
    }

    /// Causes first, then what followed from them, then what was not understood.
    pub(super) fn told(self) -> Vec<LogFinding> {
        let rank = |code: &str| match code {
            EXCEPTION => 1,
            OTHER_ERRORS => 2,
            DEPLOYMENT_STOPPED => 3,
            FILE_NOT_READ => 4,
            SHOWN_AS_TEXT => 5,
            _ => 0,
        };
        let mut found = self.found;
        found.retain(|found| found.times > 0);
        found.sort_by_key(|found| rank(found.code));
        let told = found.into_iter().map(|mut found| {
            found
                .params
                .insert("times".to_owned(), found.times.to_string());
            LogFinding {
                code: found.code.to_owned(),
                params: found.params,
                evidence: found.evidence,
            }
        });
        told.collect()
    }

    /// `place` is made only where there is room for it: a log may tell of trouble in every line.
    fn note(
        &mut self,
        code: &'static str,
        params: BTreeMap<String, String>,
        place: impl FnOnce() -> LogEvidence,
    ) {
        let same = |found: &Found| found.code == code && found.params == params;
        let at = match self.found.iter().position(same) {
            Some(at) => at,
            None if self.found.len() < APART => {
                self.found.push(Found {
                    code,
                    params,
                    times: 0,
                    evidence: Vec::new(),
                });
                self.found.len() - 1
            }
            // One more that differs in its values only: told with its like where there is one.
            None => match self.found.iter().position(|found| found.code == code) {
                Some(at) => at,
                None => return self.open = None,
            },
        };
        let found = &mut self.found[at];
        found.times += 1;
        let room = found.evidence.len() < places(code);
        if room {
            found.evidence.push(place());
        }
        self.open = Some(Open {
            at,
            left: if room { FOLLOWING } else { 0 },
        });
    }

    /// The console logger of .NET writes category and message on two lines: where the second one
    /// is known, the first says nothing more.
    fn take_back_head(&mut self) {
        let Some(open) = self.open.filter(|open| open.left == FOLLOWING) else {
            return;
        };
        let found = &mut self.found[open.at];
        if found.code == OTHER_ERRORS {
            found.times -= 1;
            found.evidence.pop();
        }
    }

    fn follow(&mut self, file: &str, number: u32, line: &str) {
        let Some(open) = self.open.as_mut().filter(|open| open.left > 0) else {
            return;
        };
        if !line.trim().is_empty() {
            open.left -= 1;
            self.found[open.at]
                .evidence
                .push(evidence(file, number, line));
        }
    }
}

fn places(code: &str) -> usize {
    match code {
        SHOWN_AS_TEXT => 4 * PLACES,
        _ => PLACES,
    }
}

fn evidence(file: &str, line: u32, text: &str) -> LogEvidence {
    LogEvidence {
        file: file.to_owned(),
        line,
        text: safe(text),
    }
}
