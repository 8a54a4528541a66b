//! `slipway-cli compare`.

use crate::exit::Exit;
use crate::words;
use clap::Args;
use serde::Serialize;
use slipway_engine::fault::{Fault, NextStep, Retry};
use slipway_engine::package::compare::{
    Change, Changes, Comparison, FolderChange, LineKind, ObjectDiff, Sameness,
};
use slipway_engine::package::{self, note};
use std::io;
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct Compare {
    /// The earlier package
    pub old: PathBuf,
    /// The package that comes after it
    pub new: PathBuf,
    /// Print one JSON object instead of text
    #[arg(long)]
    pub json: bool,
    /// Write a release note: Markdown for FILE.md, a page for FILE.html
    #[arg(long, value_name = "FILE", value_parser = note_file)]
    pub note: Option<PathBuf>,
    /// Show one file of both packages side by side, by its path inside them
    #[arg(long, value_name = "ENTRY")]
    pub object: Option<String>,
}

/// What `--json` prints; `schema` grows when a field changes its meaning.
#[derive(Serialize)]
struct Report<'a, T> {
    schema: u32,
    #[serde(flatten)]
    told: &'a T,
}

pub fn run(args: &Compare) -> Result<Exit, Fault> {
    if let Some(entry) = &args.object {
        let diff = package::object_diff(&args.old, &args.new, entry, &|| false)?;
        match args.json {
            true => print_json(&diff),
            false => print_diff(&diff),
        }
        return Ok(Exit::Good);
    }
    let comparison = package::compare(&args.old, &args.new, &|| false)?;
    if let Some(path) = &args.note {
        write_note(&comparison, path)?;
    }
    match args.json {
        true => print_json(&comparison),
        false => print_text(&comparison),
    }
    Ok(Exit::Good)
}

fn note_file(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    match format_of(&path) {
        Some(_) => Ok(path),
        None => Err("the note is written as FILE.md or FILE.html".to_owned()),
    }
}

enum Format {
    Markdown,
    Html,
}

fn format_of(path: &Path) -> Option<Format> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "md" | "markdown" => Some(Format::Markdown),
        "html" | "htm" => Some(Format::Html),
        _ => None,
    }
}

/// Whole or not at all: what stood there before stays until the note is written.
fn write_note(comparison: &Comparison, path: &Path) -> Result<(), Fault> {
    let text = match format_of(path) {
        Some(Format::Html) => note::html(comparison, &words::NOTE),
        _ => note::markdown(comparison, &words::NOTE),
    };
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let written = std::fs::write(&part, text).and_then(|()| std::fs::rename(&part, path));
    written.map_err(|cause: io::Error| {
        // What was begun is of no use to anyone; that it cannot be taken away changes nothing.
        let _ = std::fs::remove_file(&part);
        Fault::new("export-not-written", Retry::ByUser, NextStep::TryAgain).detail(cause)
    })
}

fn print_json(told: &impl Serialize) {
    let report = Report { schema: 1, told };
    out!(
        "{}",
        serde_json::to_string_pretty(&report).expect("a report is plain data")
    );
}

fn print_text(comparison: &Comparison) {
    let line = match comparison.sameness {
        Sameness::SameBytes => "SAME FILE",
        Sameness::SameContent => "SAME CONTENT",
        Sameness::Different if comparison.only_code => "NOTHING BUT CODE",
        Sameness::Different => "DIFFERENT",
    };
    let (old, new) = (&comparison.old.file_name, &comparison.new.file_name);
    out!("{line}  {old} -> {new}");
    for fact in &comparison.facts {
        let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
        let name = serde_json::to_value(fact.fact).unwrap_or_default();
        let name = name.as_str().unwrap_or_default();
        out!(
            "  {name:<20} {} -> {}",
            value(&fact.before),
            value(&fact.after)
        );
    }
    let totals = &comparison.totals;
    section("Content", totals.content_items);
    for item in &comparison.content_items {
        let kind = item.type_name.as_ref().or(item.content_type.as_ref());
        let about = [kind, item.language.as_ref(), item.page_path.as_ref()];
        let about: Vec<&str> = about.into_iter().flatten().map(String::as_str).collect();
        out!(
            "  {} {}  {}",
            mark(item.change),
            item.title,
            about.join(", ")
        );
    }
    section("Objects", totals.objects);
    for group in &comparison.objects {
        out!("  {}", group.kind);
        for object in &group.objects {
            out!(
                "    {} {}  {}",
                mark(object.change),
                object.name,
                object.entry
            );
        }
    }
    if totals.rewritten.0 > 0 {
        out!("  {} more differ in line ends only", totals.rewritten.0);
    }
    section("Migrations", totals.migrations);
    for migration in &comparison.migrations {
        out!("  {} {}", mark(migration.change), migration.name);
    }
    section("Settings", totals.settings);
    for setting in &comparison.settings {
        out!(
            "  {} {} {}",
            mark(setting.change),
            setting.file,
            setting.key
        );
    }
    section("Libraries", totals.libraries);
    for library in &comparison.libraries {
        let version = |version: &Option<String>| version.clone().unwrap_or_else(|| "-".to_owned());
        let (before, after) = (version(&library.before), version(&library.after));
        out!(
            "  {} {}  {before} -> {after}",
            mark(library.change),
            library.name
        );
    }
    section("Storage assets", totals.assets);
    folders(&comparison.asset_folders);
    section("Other files", totals.files);
    folders(&comparison.folders);
    for entry in &comparison.unreadable {
        out!("\ncould not be read: {entry}");
    }
}

fn section(title: &str, changes: Changes) {
    if changes.all() > 0 {
        let (added, changed, removed) = (changes.added.0, changes.changed.0, changes.removed.0);
        out!("\n{title}: {added} added, {changed} changed, {removed} removed");
    }
}

fn folders(folders: &[FolderChange]) {
    for folder in folders {
        let (files, before, after) = (folder.changes.all(), folder.before.0, folder.after.0);
        out!(
            "  {}  {files} files, {before} -> {after} bytes",
            folder.folder
        );
    }
}

fn mark(change: Change) -> char {
    match change {
        Change::Added => '+',
        Change::Changed => '~',
        Change::Removed => '-',
    }
}

fn print_diff(diff: &ObjectDiff) {
    let size = |size: Option<slipway_engine::units::Bytes>| {
        size.map_or("-".to_owned(), |size| format!("{} bytes", size.0))
    };
    out!("{}  {}", diff.name, diff.entry);
    out!("  {} -> {}", size(diff.before), size(diff.after));
    let kind = serde_json::to_value(diff.kind).unwrap_or_default();
    out!("  {}", kind.as_str().unwrap_or_default());
    for field in &diff.fields {
        out!("\n{} {}", mark(field.change), field.path);
        for (sign, value) in [('-', &field.before), ('+', &field.after)] {
            if let Some(value) = value {
                out!("  {sign} {value}");
            }
        }
        for line in &field.lines {
            let sign = match line.kind {
                LineKind::Same => ' ',
                LineKind::Added => '+',
                LineKind::Removed => '-',
                LineKind::Gap => '…',
            };
            out!("  {sign} {}", line.text);
        }
    }
    if diff.more.0 > 0 {
        out!("\nand {} more fields", diff.more.0);
    }
}
