//! Files another program holds.

use std::io;

/// ERROR_SHARING_VIOLATION: the other program shares the file with nobody.
const SHARING: i32 = 32;
/// ERROR_LOCK_VIOLATION: it has locked the part that was to be read.
const LOCKED: i32 = 33;

/// Whether another program holds the file. Only Windows keeps one program from what another has
/// open; elsewhere the numbers mean other things.
pub(crate) fn is_held_elsewhere(cause: &io::Error) -> bool {
    cfg!(windows) && matches!(cause.raw_os_error(), Some(SHARING | LOCKED))
}

#[cfg(test)]
mod tests {
    use super::is_held_elsewhere;
    #[cfg(windows)]
    use std::fs::File;

    #[cfg(windows)]
    #[test]
    fn a_file_another_program_shares_with_nobody_is_told_from_one_that_may_not_be_read() {
        use std::os::windows::fs::OpenOptionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("shop.zip");
        std::fs::write(&path, "content").expect("it is written");
        let alone = File::options().read(true).share_mode(0).open(&path);
        let refused = File::open(&path).expect_err("it is held");
        assert!(is_held_elsewhere(&refused), "{refused:?}");
        drop(alone);
        File::open(&path).expect("it is free again");
        let nowhere = File::open(folder.path().join("other.zip")).expect_err("there is none");
        assert!(!is_held_elsewhere(&nowhere));
    }

    #[cfg(windows)]
    #[test]
    fn a_locked_part_is_held_too() {
        use std::io::Read;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("shop.zip");
        std::fs::write(&path, "content").expect("it is written");
        let other = File::open(&path).expect("it opens");
        other.lock().expect("it is locked");
        let read = File::open(&path).and_then(|mut file| file.read(&mut [0; 4]));
        assert!(is_held_elsewhere(&read.expect_err("it is locked")));
    }

    #[cfg(not(windows))]
    #[test]
    fn elsewhere_these_numbers_mean_a_broken_pipe_and_a_number_out_of_range() {
        for number in [32, 33] {
            assert!(!is_held_elsewhere(&std::io::Error::from_raw_os_error(
                number
            )));
        }
    }
}
