//! The note as a page.

use super::blocks::{Block, Item, is_steering};
use super::chart;
use crate::package::compare::Change;

const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#1c2422;--paper:#fff;--rule:#d8dedb;--soft:#eef6f4;--accent:#0f766e;\
--aside:#55605c;--added:#166534;--changed:#92400e;--removed:#9f1239}\
@media screen and (prefers-color-scheme:dark){:root{--ink:#e4eae7;--paper:#151b1a;--rule:#37423f;--soft:#1d2b29;\
--accent:#5eead4;--aside:#a3b0ab;--added:#86efac;--changed:#fcd34d;--removed:#fda4af}}\
body{font:15px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif;color:var(--ink);background:var(--paper);max-width:52rem;margin:2.5rem auto;padding:0 1.5rem;overflow-wrap:anywhere}\
h1,h2,h3,p,li,td,th,figcaption{unicode-bidi:plaintext;text-align:left}\
h1{font-size:1.7rem;line-height:1.25;margin:0 0 .25rem}\
h2{font-size:1.2rem;margin:2rem 0 .25rem;padding-top:.75rem;border-top:1px solid var(--rule)}\
h3{font-size:1rem;margin:1.25rem 0 .25rem}\
p{margin:.25rem 0 .5rem}\
.callout{margin:1rem 0;padding:.75rem 1rem;border-left:4px solid var(--accent);background:var(--soft);font-weight:600}\
ul{margin:.25rem 0;padding:0;list-style:none}\
li{padding:.2rem 0}\
.mark{display:inline-block;min-width:5.5rem;font-size:.85em;font-weight:600}\
.added{color:var(--added)}.changed{color:var(--changed)}.removed{color:var(--removed)}\
.aside{color:var(--aside);font-size:.92em}\
table{border-collapse:collapse;margin:1rem 0;width:100%;font-variant-numeric:tabular-nums}\
th,td{padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--rule);vertical-align:top}\
th{font-size:.85em}\
figure{margin:1.25rem 0}figcaption{font-weight:600}figure table{font-size:.85em}\
svg{display:block;width:100%;height:auto}\
.grid{stroke:var(--rule)}.tick{fill:var(--aside);font-size:11px}\
.strong,.thin,.dashed{fill:none;stroke:var(--accent);stroke-width:2.5;stroke-linecap:round;stroke-linejoin:round}\
.thin{stroke:var(--ink);stroke-width:1.25}.dashed{stroke:var(--aside);stroke-width:1.5;stroke-dasharray:6 5}\
@page{margin:18mm}\
@media print{body{font-size:10.5pt;max-width:none;margin:0;padding:0}h2,h3,figcaption{break-after:avoid}li,tr,svg{break-inside:avoid}\
.callout,.mark,svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}}";

/// A page that stands alone and prints well; `language` is its `lang`.
pub(crate) fn render(blocks: &[Block], language: &str) -> String {
    let title = blocks.iter().find_map(|block| match block {
        Block::Heading(1, text) => Some(escaped(text)),
        _ => None,
    });
    let body: String = blocks.iter().map(block).collect();
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n<style>{STYLE}</style>\n\
         </head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n",
        escaped(language),
        title.unwrap_or_default(),
    )
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading(level, text) => format!("<h{level}>{}</h{level}>\n", escaped(text)),
        Block::Paragraph(text) => format!("<p>{}</p>\n", escaped(text)),
        Block::Callout(text) => format!("<p class=\"callout\">{}</p>\n", escaped(text)),
        Block::List(items) => {
            let items: String = items.iter().map(item).collect();
            format!("<ul>\n{items}</ul>\n")
        }
        Block::Table(head, rows) => table(head, rows),
        Block::Chart(chart) => chart::render(chart),
    }
}

pub(super) fn table(head: &[String], rows: &[Vec<String>]) -> String {
    let cells = |row: &[String], tag: &str| -> String {
        row.iter()
            .map(|cell| {
                format!(
                    "<{tag}>{}</{}>",
                    escaped(cell),
                    tag.split(' ').next().unwrap_or(tag)
                )
            })
            .collect()
    };
    let rows: String = rows
        .iter()
        .map(|row| format!("<tr>{}</tr>\n", cells(row, "td")))
        .collect();
    format!(
        "<table>\n<thead><tr>{}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n",
        cells(head, "th scope=\"col\"")
    )
}

fn item(item: &Item) -> String {
    let class = match item.change {
        Some(Change::Added) => "added",
        Some(Change::Changed) => "changed",
        Some(Change::Removed) => "removed",
        None => "",
    };
    let mark = match item.mark.as_str() {
        "" => String::new(),
        mark => format!("<span class=\"mark {class}\">{}</span> ", escaped(mark)),
    };
    let aside = match item.aside.as_str() {
        "" => String::new(),
        aside => format!(" <span class=\"aside\">{}</span>", escaped(aside)),
    };
    format!("<li>{mark}{}{aside}</li>\n", escaped(&item.text))
}

pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() => out.push(' '),
            c if is_steering(c) => out.push(char::REPLACEMENT_CHARACTER),
            c => out.push(c),
        }
    }
    out
}
