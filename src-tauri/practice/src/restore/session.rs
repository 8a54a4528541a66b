use serde::{Deserialize, Serialize};
use slipway_engine::units::Moment;

const DAY: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);
/// Data can be uploaded this many days after a session was created.
const UPLOAD_DAYS: i32 = 7;
/// What was uploaded can be restored this many days after a session was created.
const RESTORE_DAYS: i32 = 180;

/// A custom restore session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestoreSession {
    /// From the same sequence as deployments.
    pub id: u64,
    pub created_at: Moment,
    /// None while it is open; only one is at a time.
    pub closed_at: Option<Moment>,
    /// The container the database goes to.
    pub database: String,
    /// The container the storage files go to.
    pub storage: String,
    /// Every time access was given.
    pub accesses: Vec<Access>,
}

/// **Get access**, confirmed once. The links themselves are remembered nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    pub at: Moment,
    /// An IP address or a range, if access was limited to it.
    pub addresses: Option<String>,
    /// When it was taken back.
    pub revoked_at: Option<Moment>,
}

impl RestoreSession {
    pub fn is_open(&self) -> bool {
        self.closed_at.is_none()
    }

    /// Links end here.
    pub fn upload_until(&self) -> Moment {
        days_after(self.created_at, UPLOAD_DAYS)
    }

    /// Nothing of it can be restored any more from here on.
    pub fn restore_until(&self) -> Moment {
        days_after(self.created_at, RESTORE_DAYS)
    }

    /// Whether somebody may still have a link that works.
    pub fn has_access(&self, now: Moment) -> bool {
        now < self.upload_until()
            && self
                .accesses
                .iter()
                .any(|access| access.revoked_at.is_none())
    }
}

fn days_after(moment: Moment, days: i32) -> Moment {
    Moment(
        moment
            .0
            .saturating_add(DAY * days)
            .unwrap_or(jiff::Timestamp::MAX),
    )
}
