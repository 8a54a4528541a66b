//! What goes into a package, in the order it goes there.

use super::order::EntryTimes;
use super::tree::Tree;
use super::zip::DosTime;
use crate::disk::on_disk;
use crate::package::stamp::FileStamp;
use std::path::PathBuf;

/// One entry to be.
#[derive(Debug)]
pub(super) struct Item {
    /// Entry name; a folder's ends with `/`.
    pub name: Box<str>,
    pub content: Content,
    pub time: DosTime,
}

#[derive(Debug)]
pub(super) enum Content {
    Folder,
    /// Made here.
    Given(Vec<u8>),
    File {
        path: PathBuf,
        stamp: FileStamp,
    },
}

impl Item {
    pub(super) fn size(&self) -> u64 {
        match &self.content {
            Content::Folder => 0,
            Content::Given(bytes) => bytes.len() as u64,
            Content::File { stamp, .. } => stamp.size,
        }
    }
}

/// The items of one tree; `name` gives the entry names.
pub(super) fn items_of(
    tree: &Tree,
    times: EntryTimes,
    name: impl Fn(&str) -> String,
) -> impl Iterator<Item = Item> {
    let folders: Vec<Item> = tree
        .empty
        .iter()
        .map(|path| Item {
            name: format!("{}/", name(path)).into(),
            content: Content::Folder,
            time: DosTime::FIRST,
        })
        .collect();
    let files = tree.files.iter().map(move |file| Item {
        name: name(&file.path).into(),
        content: Content::File {
            path: on_disk(&tree.root, &file.path),
            stamp: file.stamp,
        },
        time: time_of(times, &file.stamp),
    });
    files.chain(folders)
}

/// Sorts as bytes do, so that the order is nobody's language's.
pub(super) fn sort(items: &mut [Item]) {
    items.sort_unstable_by(|a, b| a.name.cmp(&b.name));
}

/// In UTC, because a zip knows no time zone and two computers should agree.
fn time_of(times: EntryTimes, stamp: &FileStamp) -> DosTime {
    if times == EntryTimes::Fixed {
        return DosTime::FIRST;
    }
    let seconds = stamp.modified_ns.div_euclid(1_000_000_000);
    let Ok(moment) = jiff::Timestamp::from_second(seconds) else {
        return DosTime::FIRST;
    };
    let at = moment.to_zoned(jiff::tz::TimeZone::UTC).datetime();
    // What a zip cannot tell becomes the nearest that it can.
    let year = match at.year() {
        ..1980 => return DosTime::FIRST,
        2108.. => {
            return DosTime {
                date: 0xff9f,
                time: 0xbf7d,
            };
        }
        year => (year - 1980) as u16,
    };
    DosTime {
        date: (year << 9) | ((at.month() as u16) << 5) | at.day() as u16,
        time: ((at.hour() as u16) << 11) | ((at.minute() as u16) << 5) | (at.second() as u16 / 2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(seconds: i64) -> DosTime {
        let stamp = FileStamp {
            size: 0,
            modified_ns: seconds * 1_000_000_000,
            changed_ns: None,
            device: None,
            inode: None,
        };
        time_of(EntryTimes::Files, &stamp)
    }

    #[test]
    fn times_are_told_in_steps_of_two_seconds_between_1980_and_2107() {
        // 17 July 2026, 19:57:31
        let time = told(1_784_318_251);
        assert_eq!(time.date, 46 << 9 | 7 << 5 | 17);
        assert_eq!(time.time, 19 << 11 | 57 << 5 | 15);
        assert_eq!(told(0), DosTime::FIRST);
        assert_eq!(told(-5), DosTime::FIRST);
        assert_eq!(told(9_000_000_000).date, 0xff9f);
    }
}
