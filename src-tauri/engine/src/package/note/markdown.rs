//! The note as Markdown.

use super::blocks::{Block, Item, is_steering};

pub(crate) fn render(blocks: &[Block]) -> String {
    let parts: Vec<String> = blocks.iter().map(block).collect();
    let mut text = parts.join("\n\n");
    text.push('\n');
    text
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading(level, text) => {
            format!("{} {}", "#".repeat(usize::from(*level)), escaped(text))
        }
        Block::Paragraph(text) => escaped(text),
        Block::Callout(text) => format!("> **{}**", escaped(text)),
        Block::List(items) => items.iter().map(item).collect::<Vec<_>>().join("\n"),
        Block::Table(head, rows) => table(head, rows),
        // Markdown has no pictures of its own; the table says the same.
        Block::Chart(chart) => format!(
            "**{}**\n\n{}",
            escaped(&chart.title),
            table(&chart.head, &chart.rows)
        ),
    }
}

fn table(head: &[String], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| escaped(cell)).collect();
        format!("| {} |", cells.join(" | "))
    };
    let rule = format!("|{}", "---|".repeat(head.len()));
    let lines = [line(head), rule]
        .into_iter()
        .chain(rows.iter().map(|row| line(row)));
    lines.collect::<Vec<_>>().join("\n")
}

fn item(item: &Item) -> String {
    let mark = match item.mark.as_str() {
        "" => String::new(),
        mark => format!("{}: ", escaped(mark)),
    };
    let aside = match item.aside.as_str() {
        "" => String::new(),
        aside => format!(" ({})", escaped(aside)),
    };
    format!("- {mark}**{}**{aside}", escaped(&item.text))
}

/// Text stays text: what means something to Markdown or HTML gets a backslash, and a line break
/// becomes a space.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            c if is_steering(c) => out.push(char::REPLACEMENT_CHARACTER),
            c => out.push(c),
        }
    }
    // An empty name would run its stars together.
    if out.is_empty() {
        "\u{2013}".to_owned()
    } else {
        out
    }
}
