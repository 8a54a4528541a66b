//! What an upload told while it ran.

use crate::scripted::LIMIT;
use slipway_engine::clock::Clock;
use slipway_engine::fault::Fault;
use slipway_engine::portal::{Phase, UploadObserver};
use std::time::Duration;
use tokio::sync::watch;

/// Lines in order, each with the time on the upload's clock.
pub struct Diary(watch::Sender<Vec<(Duration, Line)>>);

#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    Sent(u64),
    Phase(Phase),
    Retrying(u32, Duration, String),
}

impl Diary {
    pub fn new() -> Self {
        Self(watch::Sender::new(Vec::new()))
    }

    /// The lines so far, without how much was sent.
    pub fn steps(&self) -> Vec<Line> {
        let lines = self.0.borrow();
        let steps = lines.iter().map(|(_, line)| line.clone());
        steps
            .filter(|line| !matches!(line, Line::Sent(_)))
            .collect()
    }

    pub fn sent(&self) -> Vec<u64> {
        let lines = self.0.borrow();
        let sent = lines.iter().filter_map(|(_, line)| match line {
            Line::Sent(bytes) => Some(*bytes),
            _ => None,
        });
        sent.collect()
    }

    /// The waits that were announced.
    pub fn waits(&self) -> Vec<Duration> {
        let steps = self.steps().into_iter();
        let waits = steps.filter_map(|line| match line {
            Line::Retrying(_, wait, _) => Some(wait),
            _ => None,
        });
        waits.collect()
    }

    /// When each line that is `wanted` was written.
    pub fn times(&self, wanted: impl Fn(&Line) -> bool) -> Vec<Duration> {
        let lines = self.0.borrow();
        let times = lines.iter().filter(|(_, line)| wanted(line));
        times.map(|(at, _)| *at).collect()
    }

    pub fn count(&self, wanted: impl Fn(&Line) -> bool) -> usize {
        self.times(wanted).len()
    }

    /// Waits until a line is as wanted.
    pub async fn until(&self, wanted: impl Fn(&Line) -> bool) {
        let mut lines = self.0.subscribe();
        let written = lines.wait_for(|all| all.iter().any(|(_, line)| wanted(line)));
        let written = tokio::time::timeout(LIMIT, written).await;
        written
            .expect("it happens in time")
            .expect("the diary is there");
    }
}

/// Whoever writes the diary, with a clock at hand.
pub struct Writer<'a> {
    pub diary: &'a Diary,
    pub clock: &'a dyn Clock,
}

impl Writer<'_> {
    fn write(&self, line: Line) {
        let at = self.clock.elapsed();
        self.diary.0.send_modify(|lines| lines.push((at, line)));
    }
}

impl UploadObserver for Writer<'_> {
    fn sent(&self, bytes: u64) {
        self.write(Line::Sent(bytes));
    }

    fn phase(&self, phase: Phase) -> Result<(), Fault> {
        self.write(Line::Phase(phase));
        Ok(())
    }

    fn retrying(&self, number: u32, wait: Duration, fault: &Fault) {
        self.write(Line::Retrying(number, wait, fault.code.clone()));
    }
}

pub fn retrying(line: &Line) -> bool {
    matches!(line, Line::Retrying(..))
}

pub fn sending(line: &Line) -> bool {
    line == &Line::Phase(Phase::Sending)
}

pub fn waiting_for_answer(line: &Line) -> bool {
    line == &Line::Phase(Phase::WaitingForAnswer)
}
