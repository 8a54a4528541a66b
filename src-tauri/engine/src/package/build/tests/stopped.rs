//! What ends a build before its time leaves no trace.

use super::*;
use crate::package::build::output::{Destination, OutputFile};
use crate::package::build::{Around, build_around};
use std::cell::Cell;
use std::io::{self, Write};

const OLD: &[u8] = b"the package of yesterday";

/// Enough bytes that every stage has something under way.
fn yard() -> Yard {
    let yard = Yard::of(&SamplePackage::new().objects(150).ballast(18_000_000));
    std::fs::write(yard.out("package.zip"), OLD).expect("an old package");
    yard
}

/// The old package is still there, and nothing else.
#[track_caller]
fn nothing_happened(yard: &Yard) {
    assert_eq!(yard.left(), ["package.zip"]);
    assert_eq!(
        std::fs::read(yard.out("package.zip")).expect("it is there"),
        OLD
    );
}

/// A disk on which only so many bytes are left.
struct SmallDisk {
    file: OutputFile,
    left: u64,
}

impl Write for SmallDisk {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let fitting = bytes
            .len()
            .min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let written = self.file.write(&bytes[..fitting])?;
        self.left -= written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Destination for SmallDisk {
    fn finish(self) -> io::Result<()> {
        self.file.finish()
    }
}

fn on_a_disk_of(order: &BuildOrder, bytes: u64) -> Result<Built, Fault> {
    let around = Around {
        free: |_: &Path| Ok(u64::MAX),
        create: |target: &Path| {
            let file = OutputFile::create(target)?;
            Ok(SmallDisk { file, left: bytes })
        },
    };
    build_around(order, &(), &|| false, &around)
}

#[test]
fn promise_33_a_disk_that_gets_full_at_any_byte_leaves_nothing_behind() {
    let yard = Yard::new();
    std::fs::write(yard.out("package.zip"), OLD).expect("an old package");
    let mut order = yard.order();
    order.output = yard.out("whole.zip");
    let whole = built(&order).size;
    std::fs::remove_file(yard.out("whole.zip")).expect("it can be removed");
    let order = yard.order();
    let some = (0..whole).step_by(usize::try_from(whole / 150).expect("a small number"));
    for bytes in some.chain(whole - 120..whole) {
        let fault = on_a_disk_of(&order, bytes).expect_err("there is no room");
        assert_eq!(fault.code, "build-disk-full", "{bytes}");
        assert_eq!(
            fault.params["folder"],
            yard.path("out").display().to_string()
        );
        nothing_happened(&yard);
    }
    assert_eq!(
        on_a_disk_of(&order, whole).expect("there is room").size,
        whole
    );
}

#[test]
fn promise_33_too_little_room_is_told_before_anything_is_written() {
    let yard = yard();
    let around = Around {
        free: |_: &Path| Ok(1_000_000),
        create: |_: &Path| -> Result<OutputFile, Fault> { panic!("nothing may be written") },
    };
    let fault = build_around(&yard.order(), &(), &|| false, &around).expect_err("no room");
    assert_eq!(fault.code, "build-no-room");
    assert_eq!(fault.params["free"], "1000000");
    nothing_happened(&yard);
}

#[test]
fn a_cancelled_build_leaves_nothing_behind_wherever_it_was() {
    let yard = yard();
    let asked = Cell::new(0);
    let mut order = yard.order();
    order.output = yard.out("whole.zip");
    build(&order, &(), &|| {
        asked.set(asked.get() + 1);
        false
    })
    .expect("it is built");
    std::fs::remove_file(yard.out("whole.zip")).expect("it can be removed");
    let times = asked.get();
    assert!(times > 150, "{times}");
    for after in (0..times).step_by(7).chain([1, times - 1]) {
        let left = Cell::new(after);
        let cancel = || left.replace(left.get() - 1) <= 0;
        let fault = build(&yard.order(), &(), &cancel).expect_err("it was cancelled");
        assert_eq!(fault.code, "cancelled");
        nothing_happened(&yard);
    }
}

/// Does something to the files once the survey is over.
struct Meddler<F: Fn()>(F);

impl<F: Fn()> BuildObserver for Meddler<F> {
    fn surveyed(&self, _survey: &Survey) {
        (self.0)();
    }
}

#[track_caller]
fn fault_after(yard: &Yard, meddle: impl Fn()) -> Fault {
    let fault = build(&yard.order(), &Meddler(meddle), &|| false).expect_err("it is not built");
    nothing_happened(yard);
    fault
}

/// A path is shown as the system writes it.
#[track_caller]
fn one_kind_of_separator(fault: &Fault) {
    let other = if cfg!(windows) { '/' } else { '\\' };
    assert!(!fault.params["file"].contains(other), "{fault:?}");
}

#[test]
fn a_file_that_changes_or_goes_is_named() {
    for path in ["publish/web.config", "publish/wwwroot/media/0003.bin"] {
        let yard = yard();
        let path = yard.path(path);
        let named = |fault: Fault| {
            assert_eq!(fault.code, "build-file-changed");
            assert_eq!(Path::new(&fault.params["file"]), path);
            one_kind_of_separator(&fault);
        };
        let was = std::fs::read(&path).expect("it is there");
        named(fault_after(&yard, || {
            std::fs::write(&path, b"less").expect("written")
        }));
        named(fault_after(&yard, || {
            std::fs::write(&path, [&was[..], b"more"].concat()).expect("written");
        }));
        named(fault_after(&yard, || {
            let mut other = was.clone();
            other[0] ^= 1;
            std::fs::write(&path, other).expect("written");
        }));
        named(fault_after(&yard, || {
            std::fs::remove_file(&path).expect("removed")
        }));
    }
}

#[test]
fn a_large_file_that_changes_while_it_is_packed_is_named() {
    let yard = yard();
    let large = yard.path("publish/wwwroot/large.txt");
    let text: Vec<u8> = (0..6_000_000_u32)
        .flat_map(|at| format!("{at} ").into_bytes())
        .collect();
    std::fs::write(&large, text).expect("a file");
    struct Late<'a>(&'a Path, Cell<bool>);
    impl BuildObserver for Late<'_> {
        fn progress(&self, progress: &BuildProgress) {
            // Its first piece is written, the last not yet.
            if progress.bytes_done > 26_000_000 && !self.1.replace(true) {
                let file = File::options().append(true).open(self.0).expect("it opens");
                (&file).write_all(b"more").expect("written");
            }
        }
    }
    let fault = build(&yard.order(), &Late(&large, Cell::new(false)), &|| false);
    let fault = fault.expect_err("it is not built");
    assert_eq!(fault.code, "build-file-changed");
    assert_eq!(Path::new(&fault.params["file"]), large);
    one_kind_of_separator(&fault);
    nothing_happened(&yard);
}

#[test]
fn an_observer_that_panics_leaves_nothing_behind() {
    let yard = yard();
    let meddler = || panic!("on purpose");
    struct Late<F: Fn()>(F);
    impl<F: Fn()> BuildObserver for Late<F> {
        fn progress(&self, progress: &BuildProgress) {
            if progress.bytes_done > 1_000_000 {
                (self.0)();
            }
        }
    }
    let order = yard.order();
    let late = std::panic::AssertUnwindSafe(Late(meddler));
    let ended = std::panic::catch_unwind(|| build(&order, &late.0, &|| false));
    assert!(ended.is_err());
    nothing_happened(&yard);
}

#[test]
fn a_place_that_takes_no_file_is_told() {
    let yard = yard();
    let mut order = yard.order();
    order.output = yard.path("nowhere/package.zip");
    let fault = fault_of(&order);
    assert_eq!(fault.code, "build-cannot-write");
    assert_eq!(fault.params["file"], order.output.display().to_string());
    assert!(!yard.path("nowhere").exists());
}

/// Rights bind everybody but root, who may run the tests.
#[cfg(unix)]
fn bound_by_rights(folder: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let closed = folder.join("closed");
    std::fs::write(&closed, "x").expect("a file");
    let none = std::fs::Permissions::from_mode(0o0);
    std::fs::set_permissions(&closed, none).expect("rights can be set");
    let bound = File::open(&closed).is_err();
    std::fs::remove_file(closed).expect("it can be removed");
    bound
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_or_written_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let yard = yard();
    let rights = |path: &Path, mode| {
        let rights = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(path, rights).expect("rights can be set");
    };
    let bound = bound_by_rights(yard.folder.path());
    for (path, code, param) in [
        ("publish/web.config", "build-file-unreadable", "file"),
        ("publish/wwwroot", "build-folder-unreadable", "folder"),
        ("out", "build-cannot-write", "file"),
    ] {
        let path = yard.path(path);
        let before = std::fs::metadata(&path)
            .expect("it is there")
            .permissions()
            .mode();
        rights(&path, if path.ends_with("out") { 0o500 } else { 0 });
        let result = build(&yard.order(), &(), &|| false);
        rights(&path, before);
        if bound {
            let fault = result.expect_err("it is not built");
            assert_eq!(fault.code, code);
            assert!(fault.params[param].starts_with(&path.display().to_string()));
            nothing_happened(&yard);
        } else {
            result.expect("root may do anything");
            std::fs::write(yard.out("package.zip"), OLD).expect("an old package");
        }
    }
}
