//! Putting a file in the place of another, whole or not at all (promise 21).

use std::io;
use std::path::Path;
use tempfile::TempPath;

/// Gives `temporary`, which lies in the same folder, the name `target`; what had it is gone then. On
/// any trouble what had it is still there, and the temporary file is not.
///
/// By the standard library's way, which on Windows also replaces a file somebody reads, as long as
/// they opened it as that library does. A lock on it still forbids it.
///
/// # Errors
/// Those of the system.
pub(crate) fn put_in_place(temporary: TempPath, target: &Path) -> io::Result<()> {
    // Windows takes the mark off it that lets programs which mirror folders pass it over.
    let kept = temporary.keep().map_err(|failed| failed.error)?;
    std::fs::rename(&kept, target).inspect_err(|_| {
        // What cannot be removed either is a leftover under a name nobody asks for.
        let _ = std::fs::remove_file(&kept);
    })
}

#[cfg(test)]
mod tests {
    use super::super::long;
    use super::put_in_place;
    use std::io::Write;
    use std::path::Path;

    fn written_beside(target: &Path, content: &str) -> tempfile::TempPath {
        let folder = target.parent().expect("a folder");
        let mut file = tempfile::NamedTempFile::new_in(long(folder)).expect("it is made");
        file.write_all(content.as_bytes()).expect("it is written");
        file.into_temp_path()
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).expect("a folder").flatten();
        entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect()
    }

    #[test]
    fn promise_21_a_file_takes_the_place_of_an_older_one_of_its_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("report.json");
        std::fs::write(&target, "older and longer").expect("it is written");
        put_in_place(written_beside(&target, "new"), &target).expect("it takes its place");
        assert_eq!(
            std::fs::read_to_string(&target).expect("it is there"),
            "new"
        );
        assert_eq!(names(folder.path()), ["report.json"]);
    }

    #[test]
    fn promise_21_what_cannot_be_put_in_place_leaves_the_place_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("a folder of that name");
        std::fs::create_dir(&target).expect("it is made");
        std::fs::write(target.join("inside"), "kept").expect("it is written");
        put_in_place(written_beside(&target, "new"), &target).expect_err("a folder is there");
        assert_eq!(names(folder.path()), ["a folder of that name"]);
        assert_eq!(names(&target), ["inside"]);
    }

    #[cfg(windows)]
    #[test]
    fn promise_21_a_file_another_program_keeps_to_itself_is_not_replaced() {
        use std::os::windows::fs::OpenOptionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("shop.zip");
        std::fs::write(&target, "older").expect("it is written");
        let held = std::fs::File::options()
            .read(true)
            .share_mode(0)
            .open(&target);
        put_in_place(written_beside(&target, "new"), &target).expect_err("it is held");
        drop(held);
        assert_eq!(
            std::fs::read_to_string(&target).expect("it is there"),
            "older"
        );
        assert_eq!(names(folder.path()), ["shop.zip"]);
    }

    #[test]
    fn a_file_deeper_than_260_characters_is_put_in_place() {
        let root = tempfile::tempdir().expect("a folder");
        let deep = (0..12).fold(root.path().to_owned(), |path, number| {
            path.join(format!("{number}-a-folder-with-a-long-name"))
        });
        std::fs::create_dir_all(&deep).expect("it is made");
        let target = deep.join("shop.zip");
        assert!(target.as_os_str().len() > 300);
        put_in_place(written_beside(&target, "new"), &target).expect("it takes its place");
        assert_eq!(
            std::fs::read_to_string(&target).expect("it is there"),
            "new"
        );
    }
}
