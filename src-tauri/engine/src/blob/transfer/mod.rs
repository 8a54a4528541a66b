//! Carrying files into a container, or having the service copy them: fast, checked part by part,
//! and to be gone on with after whatever happened.
//!
//! Reader threads fill pages ([`read`]), one task decides ([`course`]), and every request is a task
//! of its own that is patient ([`caller`]). What the service acknowledged is in the journal.

mod at_once;
mod caller;
mod control;
mod copy;
mod course;
mod ending;
mod limit;
mod meaning;
mod observer;
mod options;
mod queue;
mod read;
mod recall;
mod report;
mod said;
mod send;
mod standing;
mod start;
mod told;
mod verify;
mod weather;

pub(crate) use caller::{Caller, Ended, Tries};
pub use control::Control;
pub(crate) use control::another_place;
pub use copy::{copy, copy_items};
pub(crate) use limit::SpeedLimit;
pub use observer::{Doing, Observer, Progress, Silent};
pub(crate) use options::AT_ONCE;
pub use options::{IfExists, Options, WhenLinkEnds};
pub use report::{
    ContentProof, End, FileReport, JournalNote, Outcome, Proof, ReadBack, StoredMd5, TransferReport,
};
pub use start::upload;
pub(crate) use verify::{each_blob, seen};
