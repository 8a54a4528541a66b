//! `model.xml`: the tables and columns of the database, read in one go from front to back while
//! its SHA-256 is computed.

mod elements;
mod names;

use super::bcp::Column;
use elements::Builder;
use quick_xml::Reader;
use quick_xml::events::Event;
use sha2::{Digest, Sha256};
use std::io::{self, BufRead, BufReader, Read};

/// What is used of the model.
#[derive(Debug, Default)]
pub(super) struct Model {
    pub collation: Option<String>,
    /// By `schema.table`, in the order of the file.
    pub tables: Vec<Table>,
    /// Users without a login on the server.
    pub contained_users: Vec<String>,
    /// Of the bytes as they are in the archive, upper-case hex.
    pub sha256: String,
}

#[derive(Debug)]
pub(super) struct Table {
    /// `dbo.CMS_SettingsKey`, without brackets.
    pub name: String,
    /// Those whose values are in the file: computed ones are not.
    pub columns: Vec<Column>,
}

impl Model {
    /// The table of that name in any schema; Xperience uses one schema only.
    pub(super) fn named(&self, table: &str) -> Option<&Table> {
        self.tables.iter().find(|found| {
            let own = found.name.rsplit('.').next().unwrap_or_default();
            own.eq_ignore_ascii_case(table)
        })
    }
}

const DEEPEST: usize = 200;

/// Reads the model to its end. None if it is no such document, or not whole; an `Err` is that of
/// `source`.
pub(super) fn read(source: impl Read) -> io::Result<Option<Model>> {
    let hashed = Hashed {
        source,
        hash: Sha256::new(),
    };
    let mut reader = Reader::from_reader(BufReader::with_capacity(256 << 10, hashed));
    let mut builder = Builder::default();
    let mut buffer = Vec::new();
    let whole = loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag)) if builder.depth() < DEEPEST => builder.start(&tag),
            Ok(Event::Start(_)) => break false,
            _ if builder.describes_too_much() => break false,
            Ok(Event::Empty(tag)) => {
                builder.start(&tag);
                builder.end();
            }
            Ok(Event::End(_)) => builder.end(),
            Ok(Event::Eof) => break builder.is_whole(),
            Ok(_) => {}
            Err(quick_xml::Error::Io(cause)) => return Err(io::Error::new(cause.kind(), cause)),
            Err(_) => break false,
        }
    };
    let mut rest = reader.into_inner();
    // The hash is of all bytes, also behind the end or behind what could not be understood.
    while !rest.fill_buf()?.is_empty() {
        let there = rest.buffer().len();
        rest.consume(there);
    }
    let digest = rest.into_inner().hash.finalize();
    let sha256 = digest.iter().map(|byte| format!("{byte:02X}")).collect();
    Ok(whole.then(|| builder.finish(sha256)))
}

struct Hashed<R> {
    source: R,
    hash: Sha256,
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(into)?;
        self.hash.update(&into[..read]);
        Ok(read)
    }
}

#[cfg(test)]
mod tests;
