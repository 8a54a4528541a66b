//! What the logs say, in words, with the lines that show it.

use super::say::{heading, line};
use crate::package::note::{Block, Speaker, written};
use crate::release::logs::{LogFinding, LogReading};
use crate::words::Params;

/// Lines shown of one finding; the rest is in the logs.
const LINES: usize = 8;

pub(super) fn logs(readings: &[LogReading], say: &Speaker<'_>) -> Vec<Block> {
    let mut blocks = vec![heading(say, "paper.logs")];
    if readings.is_empty() {
        blocks.push(Block::Paragraph(say.say("paper.logs.none")));
    }
    for reading in readings {
        let at = written(reading.read_at);
        let values = [
            ("file", &*reading.file_name),
            ("sha256", &*reading.sha256),
            ("at", &*at),
        ];
        blocks.push(Block::Heading(3, reading.file_name.clone()));
        blocks.push(Block::Paragraph(say.with("paper.logs.read", &values)));
        if let Some(step) = &reading.last_step {
            let key = match step.finished {
                true => "paper.logs.finished",
                false => "paper.logs.stopped",
            };
            blocks.push(Block::Paragraph(say.with(key, &[("step", &step.name)])));
        }
        if reading.findings.is_empty() {
            blocks.push(Block::Paragraph(say.say("paper.logs.nothing")));
        }
        for finding in &reading.findings {
            blocks.extend(told(finding, say));
        }
    }
    blocks
}

fn told(finding: &LogFinding, say: &Speaker<'_>) -> Vec<Block> {
    let words = |part: &str, params: &Params| {
        let key = format!("release.log.{}.{part}", finding.code);
        say.0.say(&key, params)
    };
    let title = words("title", &finding.params).unwrap_or_else(|| finding.code.clone());
    let means = words("means", &finding.params).unwrap_or_default();
    let lines = finding.evidence.iter().take(LINES).map(|place| {
        let at = [("file", &*place.file), ("line", &*place.line.to_string())];
        line(
            String::new(),
            place.text.clone(),
            say.with("paper.logs.place", &at),
        )
    });
    vec![
        Block::Paragraph(format!("{title}. {means}")),
        Block::List(lines.collect()),
    ]
}
