//! How far a deployment got, by what its log says last.

use super::reading::LastStep;
use super::safe::safe;
use super::shape::{Level, Section, Shape};

/// Sentences with which a log says that all is done.
const DONE: [&str; 2] = ["Deployment succeeded", "Deployment completed successfully"];

/// Sections of a pipeline lie three or four deep.
const DEEPEST: usize = 64;

/// The steps of one file, line after line.
#[derive(Default)]
pub(super) struct Steps {
    /// Sections of a pipeline that began and did not end, outermost first.
    open: Vec<Step>,
    sections: bool,
    current: Option<Step>,
    /// Where it was when the log told of trouble; what is said later does not move it, unless the
    /// log goes on with its steps.
    stopped: Option<Step>,
    done: bool,
}

#[derive(Debug, Clone)]
struct Step {
    name: String,
    line: u32,
    /// The log told of trouble while it was under way.
    troubled: bool,
}

impl Steps {
    pub(super) fn see(&mut self, shape: &Shape<'_>, line: u32) {
        match shape.section {
            Some(Section::Starting(name)) => self.begin(name, line),
            Some(Section::Finishing(name)) => self.end(name, line),
            None => match shape.level {
                Some(Level::Error) => self.trouble(),
                Some(Level::Info) if !self.sections => self.go_on(shape.text, line),
                _ if is_count(shape.text) => self.go_on(shape.text, line),
                _ => {}
            },
        }
    }

    fn begin(&mut self, name: &str, line: u32) {
        if !self.sections {
            *self = Self {
                sections: true,
                ..Self::default()
            };
        }
        let step = step(name, line);
        self.current = Some(step.clone());
        // One that is not kept is not missed when it ends, either.
        if self.open.len() < DEEPEST {
            self.open.push(step);
        }
    }

    fn end(&mut self, name: &str, line: u32) {
        let name = safe(name);
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else {
            return;
        };
        let ended = self.open.drain(at..).next();
        if ended.is_some_and(|ended| ended.troubled) {
            // What holds it did not go well either; the innermost is the one that stopped.
            if let Some(outer) = self.open.last_mut() {
                outer.troubled = true;
            }
            return;
        }
        if self.open.is_empty() && self.stopped.is_none() {
            self.current = Some(step(&name, line));
            self.done = true;
        }
    }

    fn trouble(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.troubled = true;
        }
        let innermost = self.open.last().or(self.current.as_ref());
        if self.stopped.is_none() {
            self.stopped = innermost.cloned();
        }
        self.done = false;
    }

    fn go_on(&mut self, text: &str, line: u32) {
        if text.trim().is_empty() {
            return;
        }
        if !self.sections {
            self.stopped = None;
        }
        self.done = DONE.iter().any(|done| text.starts_with(done));
        self.current = Some(step(text, line));
    }

    /// Whether it stopped on the way.
    pub(super) fn stopped(&self) -> bool {
        self.stopped.is_some()
    }

    pub(super) fn last(self, file: &str) -> Option<LastStep> {
        let finished = self.done && self.stopped.is_none();
        let step = self.stopped.or(self.current)?;
        Some(LastStep {
            name: step.name,
            finished,
            line: step.line,
            file: file.to_owned(),
        })
    }
}

fn step(name: &str, line: u32) -> Step {
    Step {
        name: safe(name),
        line,
        troubled: false,
    }
}

/// `Object type 12/84: Module`, as restoring objects counts (facts 5.1).
fn is_count(text: &str) -> bool {
    let counted = text.strip_prefix("Object type ");
    let Some((count, _)) = counted.and_then(|rest| rest.split_once(": ")) else {
        return false;
    };
    let numbers = count.split_once('/');
    numbers.is_some_and(|(n, all)| [n, all].iter().all(|text| text.parse::<u32>().is_ok()))
}

#[cfg(test)]
mod tests {
    use super::super::shape::shape;
    use super::*;

    fn last(log: &str) -> Option<(String, bool, u32)> {
        let mut steps = Steps::default();
        for (number, line) in (1..).zip(log.lines()) {
            steps.see(&shape(line), number);
        }
        let last = steps.last("a.log")?;
        Some((last.name, last.finished, last.line))
    }

    fn told(name: &str, finished: bool, line: u32) -> Option<(String, bool, u32)> {
        Some((name.to_owned(), finished, line))
    }

    #[test]
    fn what_was_under_way_when_trouble_came_is_the_step_that_stopped() {
        let log = "[10:00:00 INF] Checking.\n[10:00:01 INF] Restoring objects.\n\
                   [10:00:02 ERR] It broke\n[10:00:02 ERR] Deployment failed.";
        assert_eq!(last(log), told("Restoring objects.", false, 2));
    }

    #[test]
    fn trouble_that_was_overcome_stops_nothing() {
        let log = "[10:00:00 INF] Checking.\n[10:00:01 ERR] Once more\n\
                   [10:00:02 INF] Deployment succeeded.";
        assert_eq!(last(log), told("Deployment succeeded.", true, 3));
    }

    #[test]
    fn a_log_that_ends_on_the_way_does_not_say_it_is_done() {
        let log = "[10:00:00 INF] Checking.\nObject type 12/84: Module";
        assert_eq!(last(log), told("Object type 12/84: Module", false, 2));
        assert_eq!(last("Dear colleagues,"), None);
    }

    #[test]
    fn the_innermost_section_with_trouble_is_the_one_that_stopped() {
        let log = "##[section]Starting: Job\n##[section]Starting: Download\n##[section]Finishing: Download\n\
                   ##[section]Starting: Restore\nObject type 3/84: Role\n##[error]It broke\n\
                   ##[section]Finishing: Restore\n##[section]Starting: Report\n##[section]Finishing: Report\n\
                   ##[section]Finishing: Job";
        assert_eq!(last(log), told("Restore", false, 4));
        let well = log.replace("##[error]It broke\n", "");
        assert_eq!(last(&well), told("Job", true, 9));
    }
}
