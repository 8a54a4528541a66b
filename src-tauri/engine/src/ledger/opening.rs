//! Opening the file, without ever harming one that is not ours or not whole.

use super::trouble::{from_io, newer, read_only, unreadable};
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
const MIGRATIONS: [M<'static>; 6] = [
    M::up(include_str!("migrations/0001_first.sql")),
    M::up(include_str!("migrations/0002_restores.sql")),
    M::up(include_str!("migrations/0003_restore_parts.sql")),
    M::up(include_str!("migrations/0004_releases.sql")),
    M::up(include_str!("migrations/0005_measuring.sql")),
    M::up(include_str!("migrations/0006_release_papers.sql")),
];

pub(super) fn open(path: &Path, patience: Duration) -> Result<Connection, Fault> {
    match std::fs::metadata(path) {
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => make(path)?,
        Err(cause) => return Err(from_io(cause)),
        Ok(about) if !about.is_file() => return Err(unreadable("not a file")),
        Ok(about) if about.permissions().readonly() => return Err(read_only()),
        Ok(_) => {}
    }
    recognise(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(patience)?;
    examine(&connection)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    prepare(&mut connection)?;
    connection.busy_timeout(PATIENCE)?;
    Ok(connection)
}

pub(super) fn in_memory() -> Result<Connection, Fault> {
    let mut connection = Connection::open_in_memory()?;
    prepare(&mut connection)?;
    Ok(connection)
}

/// Makes an empty ledger beside its place and moves it there: a ledger is whole or not there, so an
/// empty file found later was not left by us.
fn make(path: &Path) -> Result<(), Fault> {
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
    let mut header = [0_u8; 100];
    let mut file = std::fs::File::open(path).map_err(from_io)?;
    file.read_exact(&mut header).map_err(unreadable)?;
    let number = |at: usize| {
        u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
    };
    if !header.starts_with(b"SQLite format 3\0") || number(68) != APPLICATION_ID {
        return Err(unreadable("not a ledger of Slipway"));
    }
    let page = match u16::from_be_bytes([header[16], header[17]]) {
        1 => 65_536,
        size => u64::from(size),
    };
    let length = file.metadata().map_err(from_io)?.len();
    // SQLite reads a last page that was cut off as if zeros followed. Only pages that still wait in
    // the write-ahead log may be missing.
    if length != page * u64::from(number(28)) && !log_waits(path) {
        return Err(unreadable("its end is missing"));
    }
    Ok(())
}

fn log_waits(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(log).is_ok_and(|log| log.len() > 0)
}

/// Nothing is written before the file is known to be whole and of a version we understand.
fn examine(connection: &Connection) -> Result<(), Fault> {
    if connection.is_readonly(MAIN_DB)? {
        return Err(read_only());
    }
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version > MIGRATIONS.len() as i64 {
        return Err(newer(version));
    }
    let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if version < 1 || found != "ok" {
        return Err(unreadable(found));
    }
    Ok(())
}

fn prepare(connection: &mut Connection) -> Result<(), Fault> {
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
    Migrations::from_slice(&MIGRATIONS)
        .to_latest(connection)
        .map_err(|cause| match cause {
            rusqlite_migration::Error::RusqliteError { err, .. } => err.into(),
            other => unreadable(other),
        })
}

/// Text with differences of case and of Unicode form taken out, for comparing. Letter by letter, so
/// that a part folds as it does within the whole.
pub(super) fn fold(text: &str) -> String {
    text.nfkc()
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .collect()
}
