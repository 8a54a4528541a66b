//! Opening the file, without ever harming one that is not ours or not whole.

use super::beside::log_of;
use super::trouble::{
    at_opening, damaged, empty, foreign, from_io, newer, no_file, read_only, unreadable,
};
use crate::fault::Fault;
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, MAIN_DB, OpenFlags};
use rusqlite_migration::{M, Migrations};
use std::io::Read;
use std::path::Path;
use std::time::Duration;
use unicode_normalization::UnicodeNormalization;

/// How long to wait for another process that uses the ledger, the command line for example.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// "SLIP": marks the file as a ledger of Slipway (PRAGMA application_id).
const APPLICATION_ID: u32 = 0x534C_4950;
/// How a file of SQLite begins, and how long its header is.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
const HEADER: usize = 100;
/// Tables of measurements. They make up nearly all of a large ledger, and checking them would have
/// everybody wait at every start for what is damaged once in years: whoever reads them notices, and
/// so does first aid, which looks at everything.
const MEASURED: [&str; 2] = ["samples", "monitor_windows"];
const MIGRATIONS: &[M<'static>] = &[
    M::up(include_str!("migrations/0001_first.sql")),
    M::up(include_str!("migrations/0002_restores.sql")),
    M::up(include_str!("migrations/0003_restore_parts.sql")),
    M::up(include_str!("migrations/0004_releases.sql")),
    M::up(include_str!("migrations/0005_measuring.sql")),
    M::up(include_str!("migrations/0006_release_papers.sql")),
];

/// The schema this version writes. Earlier ones are brought to it when they are opened.
pub(crate) const SCHEMA: usize = MIGRATIONS.len();

pub(super) fn open(path: &Path, patience: Duration) -> Result<Connection, Fault> {
    let opened = connect(path, patience).and_then(|mut connection| {
        prepare(&mut connection)?;
        connection.busy_timeout(PATIENCE)?;
        Ok(connection)
    });
    opened.map_err(|fault| at_opening(path, fault))
}

/// A connection to the ledger as it lies there, of whichever schema it is.
pub(super) fn connect(path: &Path, patience: Duration) -> Result<Connection, Fault> {
    match std::fs::metadata(path) {
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => make(path)?,
        Err(cause) => return Err(from_io(cause)),
        Ok(about) if !about.is_file() => return Err(no_file(path)),
        Ok(about) if about.permissions().readonly() || folder_is_read_only(path) => {
            return Err(read_only());
        }
        Ok(_) => {}
    }
    recognise(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(patience)?;
    examine(&connection, path)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    Ok(connection)
}

/// The write-ahead log is a new file there. Windows keeps its folders' rights elsewhere.
fn folder_is_read_only(path: &Path) -> bool {
    let folder = path.parent().and_then(|it| std::fs::metadata(it).ok());
    cfg!(unix) && folder.is_some_and(|about| about.permissions().readonly())
}

pub(super) fn in_memory() -> Result<Connection, Fault> {
    let mut connection = Connection::open_in_memory()?;
    prepare(&mut connection)?;
    Ok(connection)
}

/// A ledger of an earlier schema, empty: what is brought from elsewhere is written into one as it was
/// there, and then takes the same way as a ledger of that time.
pub(super) fn in_memory_of(schema: usize) -> Result<Connection, Fault> {
    let mut connection = Connection::open_in_memory()?;
    migrations()
        .to_version(&mut connection, schema)
        .map_err(unreadable)?;
    Ok(connection)
}

/// Makes an empty ledger beside its place and moves it there: a ledger is whole or not there, so an
/// empty file found later was not left by us. A log without its ledger would be taken for the new
/// one's.
fn make(path: &Path) -> Result<(), Fault> {
    if log_waits(path) {
        return Err(damaged(path, "only its log is there"));
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(from_io)?;
    }
    let beside = path.with_extension(format!("{}.new", uuid::Uuid::new_v4().simple()));
    let made = fill(&beside).and_then(|()| move_into_place(&beside, path).map_err(from_io));
    // Gone already where it was moved; otherwise nothing but a leftover.
    let _ = std::fs::remove_file(&beside);
    made
}

fn fill(path: &Path) -> Result<(), Fault> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(from_io)?;
    let mut connection = Connection::open(path)?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    migrate(&mut connection)?;
    connection.close().map_err(|(_, cause)| cause.into())
}

/// Never over a ledger another process made meanwhile.
fn move_into_place(from: &Path, to: &Path) -> std::io::Result<()> {
    match std::fs::hard_link(from, to) {
        Err(cause) if cause.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        // Not every file system knows links.
        Err(_) if !to.exists() => std::fs::rename(from, to),
        done => done,
    }
}

/// Looks at the first bytes without SQLite, which would tidy up after a foreign application.
fn recognise(path: &Path) -> Result<(), Fault> {
    let mut file = std::fs::File::open(path).map_err(from_io)?;
    let mut header = Vec::new();
    file.by_ref()
        .take(HEADER as u64)
        .read_to_end(&mut header)
        .map_err(from_io)?;
    if header.is_empty() {
        return Err(empty(path));
    }
    // Zeros are what a computer leaves that went off while it wrote.
    if header.iter().all(|byte| *byte == 0) {
        return Err(damaged(path, "its beginning is empty"));
    }
    if !header.starts_with(&MAGIC[..MAGIC.len().min(header.len())]) {
        return Err(foreign(path));
    }
    if header.len() < HEADER {
        return Err(damaged(path, "its end is missing"));
    }
    let number = |at: usize| {
        u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
    };
    if number(68) != APPLICATION_ID {
        return Err(foreign(path));
    }
    let page = match u16::from_be_bytes([header[16], header[17]]) {
        1 => 65_536,
        size => u64::from(size),
    };
    let length = file.metadata().map_err(from_io)?.len();
    // SQLite reads a last page that was cut off as if zeros followed. Only pages that still wait in
    // the write-ahead log may be missing.
    if length != page * u64::from(number(28)) && !log_waits(path) {
        return Err(damaged(path, "its end is missing"));
    }
    Ok(())
}

fn log_waits(path: &Path) -> bool {
    std::fs::metadata(log_of(path)).is_ok_and(|log| log.len() > 0)
}

/// Nothing is written before the file is known to be whole and of a version we understand.
fn examine(connection: &Connection, path: &Path) -> Result<(), Fault> {
    if connection.is_readonly(MAIN_DB)? {
        return Err(read_only());
    }
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version > SCHEMA as i64 {
        return Err(newer(path, version, SCHEMA));
    }
    if version < 1 {
        return Err(damaged(path, "it has no schema"));
    }
    for table in tables(connection)? {
        if MEASURED.contains(&table.as_str()) {
            continue;
        }
        let sql = "SELECT * FROM pragma_quick_check(?1) LIMIT 1";
        let found: String = connection.query_row(sql, [&table], |row| row.get(0))?;
        if found != "ok" {
            return Err(damaged(path, found));
        }
    }
    Ok(())
}

fn tables(connection: &Connection) -> Result<Vec<String>, Fault> {
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'";
    let mut tables = connection.prepare(sql)?;
    let names = tables.query_map([], |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}

pub(super) fn prepare(connection: &mut Connection) -> Result<(), Fault> {
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "trusted_schema", false)?;
    migrate(connection)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_DIRECTONLY;
    connection.create_scalar_function("folded", 1, flags, |call| {
        Ok(fold(call.get_raw(0).as_str()?))
    })?;
    Ok(())
}

fn migrate(connection: &mut Connection) -> Result<(), Fault> {
    migrations()
        .to_latest(connection)
        .map_err(|cause| match cause {
            rusqlite_migration::Error::RusqliteError { err, .. } => err.into(),
            other => unreadable(other),
        })
}

fn migrations() -> Migrations<'static> {
    Migrations::from_slice(MIGRATIONS)
}

/// Text with differences of case and of Unicode form taken out, for comparing. Letter by letter, so
/// that a part folds as it does within the whole.
pub(super) fn fold(text: &str) -> String {
    text.nfkc()
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .collect()
}
