//! A log that never grows beyond its bounds: a file, and the one before it.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

/// The folder in Slipway's own for it.
pub const LOG_FOLDER: &str = "logs";
/// The file that is written to.
const NAME: &str = "slipway.log";
/// The one before it.
const OLD: &str = "slipway.old.log";
/// Bytes after which a file is set aside.
const LARGEST: u64 = 1024 * 1024;

/// A pair of files in a folder, together at most about two MiB. Clones write to the same pair.
///
/// What is written is taken as it is: [`crate::secret::Redacting`] stands in front.
#[derive(Clone)]
pub struct LogFile(Arc<Mutex<Pair>>);

struct Pair {
    folder: PathBuf,
    largest: u64,
    /// None after it could not be opened again; the next line tries once more.
    file: Option<File>,
    length: u64,
}

impl LogFile {
    /// Goes on where the last session ended.
    pub fn open(folder: &Path) -> io::Result<Self> {
        Self::with_limit(folder, LARGEST)
    }

    fn with_limit(folder: &Path, largest: u64) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let mut pair = Pair {
            folder: folder.to_owned(),
            largest,
            file: None,
            length: 0,
        };
        pair.begin()?;
        Ok(Self(Arc::new(Mutex::new(pair))))
    }

    fn pair(&self) -> MutexGuard<'_, Pair> {
        self.0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Pair {
    fn begin(&mut self) -> io::Result<&mut File> {
        let mut options = OpenOptions::new();
        options.create(true).append(true);
        // Of nobody's business but the user's.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(self.folder.join(NAME))?;
        self.length = file.metadata()?.len();
        Ok(self.file.insert(file))
    }

    fn set_aside(&mut self) -> io::Result<()> {
        // Closed first: Windows moves no open file.
        self.file = None;
        self.length = 0;
        match std::fs::rename(self.folder.join(NAME), self.folder.join(OLD)) {
            // Somebody tidied up.
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(()),
            done => done,
        }
    }
}

impl Write for LogFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut pair = self.pair();
        let coming = bytes.len() as u64;
        if pair.length > 0 && pair.length + coming > pair.largest {
            pair.set_aside()?;
        }
        let file = match pair.file.as_mut() {
            Some(file) => file,
            None => pair.begin()?,
        };
        file.write_all(bytes)?;
        pair.length += coming;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.pair().file.as_mut().map_or(Ok(()), File::flush)
    }
}

/// The end of the log in `folder`, oldest line first: whole lines of at most `most` bytes together.
/// Empty where nothing was written.
pub fn last_lines(folder: &Path, most: usize) -> io::Result<String> {
    let mut text = String::new();
    for name in [OLD, NAME] {
        match std::fs::read(folder.join(name)) {
            Ok(bytes) => text.push_str(&String::from_utf8_lossy(&bytes)),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
            Err(cause) => return Err(cause),
        }
    }
    let Some(beyond) = text.len().checked_sub(most).filter(|beyond| *beyond > 0) else {
        return Ok(text);
    };
    let cut = text.floor_char_boundary(beyond);
    let whole = text[cut..]
        .find('\n')
        .map_or(text.len(), |end| cut + end + 1);
    Ok(text.split_off(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).expect("a folder");
        let mut names: Vec<_> = entries
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_log_never_takes_more_than_two_files_and_loses_the_oldest_lines_first() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut log = LogFile::with_limit(folder.path(), 1_000).expect("a log");
        for number in 0..500 {
            writeln!(log, "line number {number:04}").expect("written");
        }
        assert_eq!(names(folder.path()), [NAME, OLD]);
        for name in [NAME, OLD] {
            let about = std::fs::metadata(folder.path().join(name)).expect("a file");
            assert!(about.len() <= 1_000, "{name}: {}", about.len());
        }
        let last = last_lines(folder.path(), 10_000).expect("lines");
        assert!(last.ends_with("line number 0498\nline number 0499\n"));
        let lines: Vec<&str> = last.lines().collect();
        assert!(lines.len() > 58 && lines.is_sorted(), "{last}");
    }

    #[test]
    fn a_session_goes_on_in_the_file_of_the_last() {
        let folder = tempfile::tempdir().expect("a folder");
        for session in ["first", "second"] {
            let mut log = LogFile::open(folder.path()).expect("a log");
            writeln!(log, "{session}").expect("written");
        }
        assert_eq!(
            last_lines(folder.path(), 100).expect("lines"),
            "first\nsecond\n"
        );
    }

    #[test]
    fn the_end_of_a_log_is_whole_lines() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(last_lines(folder.path(), 100).expect("nothing"), "");
        let mut log = LogFile::open(folder.path()).expect("a log");
        writeln!(log, "äöü first\nsecond\nthird").expect("written");
        for (most, lines) in [
            (100, "äöü first\nsecond\nthird\n"),
            (18, "second\nthird\n"),
            (13, "third\n"),
            (2, ""),
        ] {
            assert_eq!(
                last_lines(folder.path(), most).expect("lines"),
                lines,
                "{most}"
            );
        }
    }

    #[test]
    fn a_log_whose_file_was_taken_away_begins_a_new_one_when_it_is_full() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut log = LogFile::with_limit(folder.path(), 10).expect("a log");
        writeln!(log, "123456789").expect("written");
        std::fs::remove_file(folder.path().join(NAME)).expect("removed");
        writeln!(log, "kept").expect("written");
        assert_eq!(last_lines(folder.path(), 100).expect("lines"), "kept\n");
    }
}
