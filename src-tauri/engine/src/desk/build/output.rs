//! What commands have written, kept for looking at while they run and afterwards.

use super::BuildOutput;
use crate::package::Finding;
use crate::package::project_folder::{CommandLine, OutputLine};
use crate::units::Count;
use std::collections::VecDeque;
use std::sync::Mutex;

/// Lines kept of one build; the last ones tell what went wrong.
const MOST_LINES: usize = 5_000;
/// Builds whose output is kept.
const MOST_BUILDS: usize = 5;
/// Lines told at once; whoever asks comes again for the rest.
const TOLD_AT_ONCE: usize = 1_000;

/// Output by job, for as long as Slipway runs.
#[derive(Default)]
pub struct Outputs(Mutex<VecDeque<Kept>>);

#[derive(Default)]
struct Kept {
    job_id: String,
    lines: VecDeque<OutputLine>,
    dropped: u64,
    commands: Vec<CommandLine>,
    findings: Vec<Finding>,
}

impl Outputs {
    /// A command begins.
    pub fn begin(&self, job_id: &str, command: CommandLine) {
        self.change(job_id, |kept| kept.commands.push(command));
    }

    pub fn add(&self, job_id: &str, line: OutputLine) {
        self.change(job_id, |kept| {
            if kept.lines.len() == MOST_LINES {
                kept.lines.pop_front();
                kept.dropped += 1;
            }
            kept.lines.push_back(line);
        });
    }

    /// What was found before packing.
    pub fn found(&self, job_id: &str, findings: &[Finding]) {
        self.change(job_id, |kept| kept.findings = findings.to_vec());
    }

    pub fn after(&self, job_id: &str, after: Count) -> BuildOutput {
        let builds = self
            .0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        let Some(kept) = builds.iter().find(|kept| kept.job_id == job_id) else {
            return BuildOutput {
                lines: Vec::new(),
                dropped: Count(0),
                commands: Vec::new(),
                findings: Vec::new(),
            };
        };
        let from = kept.lines.partition_point(|line| line.number <= after);
        BuildOutput {
            lines: kept
                .lines
                .iter()
                .skip(from)
                .take(TOLD_AT_ONCE)
                .cloned()
                .collect(),
            dropped: Count(kept.dropped),
            commands: kept.commands.clone(),
            findings: kept.findings.clone(),
        }
    }

    fn change(&self, job_id: &str, change: impl FnOnce(&mut Kept)) {
        let mut builds = self
            .0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        if !builds.iter().any(|kept| kept.job_id == job_id) {
            if builds.len() == MOST_BUILDS {
                builds.pop_front();
            }
            builds.push_back(Kept {
                job_id: job_id.to_owned(),
                ..Kept::default()
            });
        }
        if let Some(kept) = builds.iter_mut().find(|kept| kept.job_id == job_id) {
            change(kept);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::project_folder::{BuildStep, Stream};

    fn line(number: u64) -> OutputLine {
        OutputLine {
            number: Count(number),
            step: BuildStep::Publish,
            stream: Stream::Out,
            text: format!("line {number}"),
        }
    }

    #[test]
    fn the_first_lines_of_a_chatty_command_are_let_go_and_counted() {
        let outputs = Outputs::default();
        let most = MOST_LINES as u64;
        (1..=most + 10).for_each(|number| outputs.add("a", line(number)));
        let told = outputs.after("a", Count(0));
        assert_eq!(told.dropped, Count(10));
        assert_eq!(told.lines[0].number, Count(11));
        let last = outputs.after("a", Count(most + 9));
        assert_eq!(last.lines, [line(most + 10)]);
    }

    #[test]
    fn only_the_last_builds_are_kept() {
        let outputs = Outputs::default();
        (0..=MOST_BUILDS).for_each(|build| outputs.add(&build.to_string(), line(1)));
        assert!(outputs.after("0", Count(0)).lines.is_empty());
        assert_eq!(outputs.after("1", Count(0)).lines.len(), 1);
    }
}
