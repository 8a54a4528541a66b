//! What happened on the walk, step by step.

use slipway_tests::desktop::Desktop;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

pub struct Log {
    folder: PathBuf,
    steps: Vec<Step>,
    began: Instant,
}

struct Step {
    number: usize,
    tells: &'static str,
    took: Duration,
    outcome: Outcome,
}

#[derive(PartialEq, Eq)]
enum Outcome {
    Happened,
    DidNotHappen,
    /// A step before it did not happen.
    NotReached,
}

impl Log {
    /// Clears away the pictures of an earlier walk.
    pub fn begin(folder: &Path) -> Self {
        let earlier = std::fs::read_dir(folder).into_iter().flatten().flatten();
        for file in earlier.map(|entry| entry.path()) {
            if file.extension().is_some_and(|ending| ending == "png") {
                let _ = std::fs::remove_file(file);
            }
        }
        Self {
            folder: folder.to_owned(),
            steps: Vec::new(),
            began: Instant::now(),
        }
    }

    /// Does a step and takes a picture called `name` of what it led to. What `tells` says is what
    /// the person at the terminal reads.
    pub fn step(
        &mut self,
        desktop: &mut Desktop,
        name: &str,
        tells: &'static str,
        action: impl FnOnce(&mut Desktop),
    ) {
        let number = self.steps.len() + 1;
        let begun = Instant::now();
        let picture = self.folder.join(format!("{number:02}-{name}.png"));
        let outcome = if self.steps.iter().all(|s| s.outcome == Outcome::Happened) {
            let done = catch_unwind(AssertUnwindSafe(|| {
                action(desktop);
                desktop.screenshot(&picture);
            }));
            match done {
                Ok(()) => Outcome::Happened,
                Err(_) => {
                    desktop.leave_evidence();
                    Outcome::DidNotHappen
                }
            }
        } else {
            Outcome::NotReached
        };
        let step = Step {
            number,
            tells,
            took: begun.elapsed(),
            outcome,
        };
        println!("{step}");
        self.steps.push(step);
    }

    /// Sums up.
    pub fn end(&self) -> ExitCode {
        let happened = self
            .steps
            .iter()
            .filter(|step| step.outcome == Outcome::Happened)
            .count();
        println!(
            "\n{happened} of {} steps happened, in {:.0} s. The pictures are in {}",
            self.steps.len(),
            self.began.elapsed().as_secs_f64(),
            self.folder.display()
        );
        if happened == self.steps.len() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let outcome = match self.outcome {
            Outcome::Happened => format!("{:5.1} s", self.took.as_secs_f64()),
            Outcome::DidNotHappen => "DID NOT HAPPEN".to_owned(),
            Outcome::NotReached => "not reached".to_owned(),
        };
        write!(f, "{:2}  {:<66} {outcome}", self.number, self.tells)
    }
}
