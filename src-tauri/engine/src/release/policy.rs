use std::time::Duration;

/// How a site is watched. A deployment takes 20 to 30 minutes after whatever is queued before it
/// (facts 3.5).
#[derive(Debug, Clone)]
pub struct WatchPolicy {
    /// From the end of one look to the next while something may be happening.
    pub every: Duration,
    /// The same once nothing has happened for [`WatchPolicy::eager_for`].
    pub quiet_every: Duration,
    pub eager_for: Duration,
    /// Looks in a row without an answer that make an outage; a single one is a blip.
    pub offline_looks: u32,
    /// How long, and in how many looks, the site must have answered as expected to be back.
    pub steady_for: Duration,
    pub steady_looks: u32,
    /// Watched for this long without any change, there is nothing more to say.
    pub nothing_after: Duration,
    /// Offline for this long, it does not look like a deployment any more.
    pub offline_limit: Duration,
}

impl Default for WatchPolicy {
    fn default() -> Self {
        Self {
            every: Duration::from_secs(2),
            quiet_every: Duration::from_secs(5),
            eager_for: Duration::from_secs(600),
            offline_looks: 2,
            steady_for: Duration::from_secs(30),
            steady_looks: 3,
            nothing_after: Duration::from_secs(45 * 60),
            offline_limit: Duration::from_secs(90 * 60),
        }
    }
}
