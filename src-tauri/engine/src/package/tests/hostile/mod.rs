//! Promises 30 and 31: archives made to harm. Each one leads to a finding; none to a panic, to
//! endless work or to a file.

mod contents;
mod disk;
mod names;
mod sizes;
mod structure;

use super::zipper::{Sparse, Zip};
use super::{Ground, Inspection, ids, inspect_all, told};
use crate::package::Verdict;
use std::time::{Duration, Instant};

/// An unoptimised build on a busy machine takes a hundredth of it; work that grows with the square
/// of the input takes hours.
const PATIENCE: Duration = Duration::from_secs(60);

/// Inspects it as any package and looks that no more was read than there is reason for: each
/// header, the directory and each content that matters, once.
#[track_caller]
fn inspected(file: &Sparse) -> Inspection {
    let before = Instant::now();
    let inspection = inspect_all(file, &Ground::default());
    assert!(before.elapsed() < PATIENCE, "{:?}", before.elapsed());
    let (read, reason) = (file.read(), 3 * file.kept() + 512 * 1024);
    assert!(read <= reason, "{read} bytes read, {reason} would do");
    inspection
}

/// The package is told not to work, by that check among others.
#[track_caller]
fn refused(zip: &Zip, id: &str) -> Inspection {
    let inspection = inspected(&zip.laid_out());
    told(&inspection, id);
    assert_eq!(inspection.verdict, Verdict::WillNotWork);
    inspection
}

/// The same, and nothing else is wrong with it.
#[track_caller]
fn refused_only(zip: &Zip, id: &str) -> Inspection {
    let inspection = refused(zip, id);
    assert_eq!(ids(&inspection), [id]);
    inspection
}
