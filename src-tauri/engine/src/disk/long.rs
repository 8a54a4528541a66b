//! Paths longer than 260 characters. Windows takes them in a form of their own, `\\?\C:\…`, which
//! Rust's library uses by itself; other libraries hand on what they are given.

use std::borrow::Cow;
use std::path::Path;

/// The path in the form any library can hand to Windows, if it is long; itself otherwise, and
/// everywhere else.
#[cfg(windows)]
pub(crate) fn long(path: &Path) -> Cow<'_, Path> {
    /// With the NUL at its end.
    const LONGEST: usize = 260;
    /// What the name of a file in that folder may add.
    const ROOM: usize = 150;

    match std::path::absolute(path) {
        Ok(absolute) if absolute.as_os_str().len() + ROOM > LONGEST => {
            Cow::Owned(verbatim(&absolute))
        }
        _ => Cow::Borrowed(path),
    }
}

#[cfg(not(windows))]
pub(crate) fn long(path: &Path) -> Cow<'_, Path> {
    Cow::Borrowed(path)
}

/// An absolute path in the form that is taken as it is; one that says so already stays.
#[cfg(windows)]
fn verbatim(absolute: &Path) -> std::path::PathBuf {
    use std::ffi::OsString;
    use std::path::{Component, Prefix};

    let Some(Component::Prefix(prefix)) = absolute.components().next() else {
        return absolute.to_owned();
    };
    let mut whole = OsString::from(match prefix.kind() {
        Prefix::Disk(_) => r"\\?\",
        Prefix::UNC(..) => r"\\?\UNC\",
        _ => return absolute.to_owned(),
    });
    match prefix.kind() {
        Prefix::UNC(server, share) => {
            whole.push(server);
            whole.push("\\");
            whole.push(share);
        }
        _ => whole.push(prefix.as_os_str()),
    }
    let rest: std::path::PathBuf = absolute.components().skip(1).collect();
    whole.push(rest);
    whole.into()
}

#[cfg(all(test, windows))]
mod tests {
    use super::*;

    #[test]
    fn a_long_path_is_given_in_the_form_windows_takes_as_it_is() {
        let names = "a-folder-with-a-long-name\\".repeat(12);
        for (given, expected) in [
            (
                format!(r"C:\{names}shop.zip"),
                format!(r"\\?\C:\{names}shop.zip"),
            ),
            (
                format!(r"\\server\share\{names}shop.zip"),
                format!(r"\\?\UNC\server\share\{names}shop.zip"),
            ),
            (
                format!(r"\\?\C:\{names}shop.zip"),
                format!(r"\\?\C:\{names}shop.zip"),
            ),
            (
                format!(r"C:/{}/../shop.zip", names.replace('\\', "/")),
                format!(
                    r"\\?\C:\{}shop.zip",
                    "a-folder-with-a-long-name\\".repeat(11)
                ),
            ),
        ] {
            assert_eq!(long(Path::new(&given)).as_os_str(), expected.as_str());
        }
    }

    #[test]
    fn a_short_path_stays_as_it_is() {
        assert_eq!(
            long(Path::new(r"C:\shop\shop.zip")),
            Path::new(r"C:\shop\shop.zip")
        );
    }
}
