//! Which entries hold the rows of which table, and reading them one after the other.

use super::bcp::{Column, Garbled, Layout, Rows, layouts, unknown};
use super::model::Model;
use crate::package::archive::{Archive, EntryStream, Source, Unreadable, stream};
use std::collections::HashMap;
use std::io::{self, BufRead, Read};

/// An archive that is open for reading.
#[derive(Clone, Copy)]
pub(super) struct Opened<'a> {
    pub source: &'a dyn Source,
    pub archive: &'a Archive,
}

/// The rows of one table in the file.
#[derive(Debug)]
pub(super) struct TableData {
    /// `schema.table` as the entries name it.
    pub name: String,
    /// Index in the model's tables.
    pub table: Option<usize>,
    /// Entries by index, in the order they were written.
    pub parts: Vec<usize>,
    /// Unpacked and packed bytes, as claimed.
    pub bytes: u64,
    pub packed: u64,
}

/// All tables with rows, biggest first.
pub(super) fn tables(archive: &Archive, model: &Model) -> Vec<TableData> {
    let mut parts: Vec<(String, usize)> = archive
        .entries
        .iter()
        .enumerate()
        .filter_map(|(index, entry)| Some((table_name(entry.path())?, index)))
        .collect();
    let path = |index: usize| archive.entries[index].path();
    parts.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| path(a.1).cmp(path(b.1))));
    // Of two of one name the first counts.
    let mut by_name: HashMap<&str, usize> = HashMap::new();
    for (at, table) in model.tables.iter().enumerate() {
        by_name.entry(&table.name).or_insert(at);
    }
    let mut tables: Vec<TableData> = parts
        .chunk_by(|a, b| a.0 == b.0)
        .map(|same| {
            let name = same[0].0.clone();
            let parts: Vec<usize> = same.iter().map(|(_, index)| *index).collect();
            let sum = |size: fn(&crate::package::archive::Entry) -> u64| {
                let sizes = parts.iter().map(|index| size(&archive.entries[*index]));
                sizes.fold(0, u64::saturating_add)
            };
            TableData {
                table: by_name.get(name.as_str()).copied(),
                bytes: sum(|entry| entry.uncompressed),
                packed: sum(|entry| entry.compressed),
                name,
                parts,
            }
        })
        .collect();
    tables.sort_by(|a, b| b.bytes.cmp(&a.bytes).then_with(|| a.name.cmp(&b.name)));
    tables
}

/// `dbo.Orders` of `Data/dbo.Orders/TableData-000-00000.BCP`.
fn table_name(path: &str) -> Option<String> {
    let (table, file) = path.strip_prefix("Data/")?.split_once('/')?;
    let is_rows = file.to_ascii_lowercase().ends_with(".bcp") && !file.contains('/');
    is_rows.then(|| unescaped(table))
}

/// Names inside such packages write what a URL cannot hold as `%20`.
fn unescaped(name: &str) -> String {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let [first, tail @ ..] = rest {
        let digits = tail.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match digits.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| name.to_owned())
}

/// Several entries read as one.
pub(super) struct Parts<'a> {
    opened: Opened<'a>,
    /// Not yet opened, last first.
    left: Vec<usize>,
    current: Option<(usize, EntryStream<&'a dyn Source>)>,
    /// The entry that could not be read, and why.
    pub broken: Option<(usize, Unreadable)>,
}

impl<'a> Parts<'a> {
    pub(super) fn new(opened: Opened<'a>, parts: &[usize]) -> Self {
        Self {
            opened,
            left: parts.iter().rev().copied().collect(),
            current: None,
            broken: None,
        }
    }

    /// Entries that were not begun.
    pub(super) fn left(&self) -> &[usize] {
        &self.left
    }

    fn try_fill(&mut self) -> Result<bool, Unreadable> {
        loop {
            if let Some((_, current)) = &mut self.current {
                if !current.fill_buf().map_err(Unreadable::of)?.is_empty() {
                    return Ok(true);
                }
                self.current = None;
            }
            let Some(next) = self.left.pop() else {
                return Ok(false);
            };
            self.current = Some((next, stream(self.opened.source, self.opened.archive, next)?));
        }
    }
}

impl BufRead for Parts<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let at = |parts: &Self| parts.current.as_ref().map(|(index, _)| *index);
        let before = self.left.last().copied();
        match self.try_fill() {
            Ok(true) => match &mut self.current {
                Some((_, current)) => current.fill_buf(),
                None => Ok(&[]),
            },
            Ok(false) => Ok(&[]),
            Err(trouble) => {
                if let Some(index) = at(self).or(before) {
                    self.broken = Some((index, trouble));
                }
                self.current = None;
                Err(io::ErrorKind::InvalidData.into())
            }
        }
    }

    fn consume(&mut self, amount: usize) {
        if let Some((_, current)) = &mut self.current {
            current.consume(amount);
        }
    }
}

impl Read for Parts<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let there = self.fill_buf()?;
        let read = there.len().min(into.len());
        into[..read].copy_from_slice(&there[..read]);
        self.consume(read);
        Ok(read)
    }
}

/// Why the rows of a table could not be read.
#[derive(Debug)]
pub(super) enum Unread {
    NoSuchColumn(String),
    /// The type as the model names it.
    TypeUnknown(String),
    /// In none of the ways exporters write; the column it stopped at in the usual one.
    Garbled(Option<String>),
    /// In more than one way, with different values.
    Ambiguous,
    Broken,
}

/// A table whose values are looked through has some thousand rows of a few words. One that is
/// larger, or keeps more than this, is not what it is called; reading it would have no end.
const LARGEST_LOOKED_THROUGH: u64 = 64 << 20;
const MOST_KEPT: usize = 10_000;

/// The values of some columns in all rows for which `keep` says so, as text. Columns by name; the
/// values come in the order of `columns`.
pub(super) fn texts(
    opened: Opened<'_>,
    data: &TableData,
    of: &[Column],
    columns: &[&str],
    keep: &dyn Fn(&[Option<String>]) -> bool,
) -> Result<Vec<Vec<Option<String>>>, Unread> {
    if let Some(column) = unknown(of) {
        return Err(Unread::TypeUnknown(column.type_name.clone()));
    }
    if data.bytes > LARGEST_LOOKED_THROUGH {
        return Err(Unread::Garbled(None));
    }
    let mut wanted: Vec<(usize, usize)> = Vec::new();
    for (place, name) in columns.iter().enumerate() {
        let index = of.iter().position(|c| c.name.eq_ignore_ascii_case(name));
        wanted.push((
            index.ok_or_else(|| Unread::NoSuchColumn((*name).into()))?,
            place,
        ));
    }
    wanted.sort_unstable();
    let indexes: Vec<usize> = wanted.iter().map(|(index, _)| *index).collect();
    let mut found: Option<Vec<Vec<Option<String>>>> = None;
    let mut stopped_at = None;
    for layout in layouts(of) {
        let rows = Rows::new(Parts::new(opened, &data.parts), of, layout, &indexes);
        match kept(rows, &wanted, keep) {
            Ok(values) if found.as_ref().is_none_or(|before| *before == values) => {
                found = Some(values);
            }
            Ok(_) => return Err(Unread::Ambiguous),
            Err(Garbled::Source) => return Err(Unread::Broken),
            Err(Garbled::Implausible(index)) => {
                stopped_at.get_or_insert_with(|| of[index].name.clone());
            }
            Err(Garbled::CutShort) => {}
        }
    }
    found.ok_or(Unread::Garbled(stopped_at))
}

fn kept(
    mut rows: Rows<'_, Parts<'_>>,
    wanted: &[(usize, usize)],
    keep: &dyn Fn(&[Option<String>]) -> bool,
) -> Result<Vec<Vec<Option<String>>>, Garbled> {
    let mut found = Vec::new();
    while let Some(values) = rows.next()? {
        let mut row = vec![None; wanted.len()];
        for ((_, place), value) in wanted.iter().zip(values) {
            row[*place] = value.as_deref().map(text);
        }
        if keep(&row) {
            if found.len() == MOST_KEPT {
                return Err(Garbled::Implausible(wanted[0].0));
            }
            found.push(row);
        }
    }
    Ok(found)
}

fn text(bytes: &[u8]) -> String {
    let units = bytes
        .chunks_exact(2)
        .map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    char::decode_utf16(units)
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// The ways in which the beginning of a table reads as rows; the usual one first.
pub(super) fn fitting(opened: Opened<'_>, data: &TableData, of: &[Column]) -> Vec<Layout> {
    const SAMPLE: u64 = 512 << 10;
    let mut sample = Vec::new();
    let read = Parts::new(opened, &data.parts)
        .take(SAMPLE)
        .read_to_end(&mut sample);
    if read.is_err() || unknown(of).is_some() {
        return Vec::new();
    }
    let whole = (sample.len() as u64) < SAMPLE;
    let mut fitting = layouts(of);
    fitting.retain(|layout| {
        let mut rows = Rows::new(sample.as_slice(), of, *layout, &[]);
        loop {
            match rows.next() {
                Ok(Some(_)) => {}
                Ok(None) => break true,
                Err(Garbled::CutShort) => break !whole,
                Err(_) => break false,
            }
        }
    });
    fitting
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_name_their_table() {
        assert_eq!(
            table_name("Data/dbo.My%20Table/TableData-000-00000.BCP").as_deref(),
            Some("dbo.My Table")
        );
        assert_eq!(
            table_name("Data/dbo.100%/TableData-000-00000.BCP").as_deref(),
            Some("dbo.100%")
        );
        for other in ["Data/dbo.T/readme.txt", "Data/x.BCP", "model.xml", ""] {
            assert_eq!(table_name(other), None, "{other}");
        }
    }
}
