//! The two clocks of a session (facts 3.7): one week for uploading, 180 days for restoring.

use super::Session;
use crate::restore::preflight::{SESSION_LASTS, UPLOAD_LASTS};
use crate::units::Moment;
use serde::{Deserialize, Serialize};

/// Until when; both run from **Create session** until **Close**.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Clocks {
    pub upload_until: Moment,
    pub restore_until: Moment,
}

impl Session {
    /// None before the session was created in the Portal, and after it was closed.
    pub fn clocks(&self) -> Option<Clocks> {
        let created = self.created_at.filter(|_| self.is_open())?.0;
        Some(Clocks {
            upload_until: Moment(created.checked_add(UPLOAD_LASTS).ok()?),
            restore_until: Moment(created.checked_add(SESSION_LASTS).ok()?),
        })
    }

    /// Whether nothing more can be uploaded.
    pub fn upload_time_is_over(&self, now: Moment) -> bool {
        self.clocks()
            .is_some_and(|clocks| now >= clocks.upload_until)
    }

    pub(super) fn is_over(&self, now: Moment) -> bool {
        self.clocks()
            .is_some_and(|clocks| now >= clocks.restore_until)
    }
}
