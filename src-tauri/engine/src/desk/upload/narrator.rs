//! Tells the job of an upload what the upload does.

use crate::fault::Fault;
use crate::job::{JobRun, WAITING_FOR_ANSWER, WaitingFor};
use crate::portal::{Phase, UploadObserver};
use std::time::Duration;

pub(super) struct Narrator<'a> {
    pub run: &'a JobRun,
    /// Bytes of the package.
    pub size: u64,
}

impl UploadObserver for Narrator<'_> {
    fn sent(&self, bytes: u64) {
        self.run.done(bytes);
    }

    fn phase(&self, phase: Phase) -> Result<(), Fault> {
        match phase {
            Phase::Sending => {
                self.run.carry_on();
                self.run.phase("sending");
                // A phase begins without a total.
                self.run.total(self.size);
            }
            Phase::WaitingForAnswer => {
                self.run.phase(WAITING_FOR_ANSWER);
                // On disk before the last bytes go: whatever ends Slipway now, the next start knows
                // that the Portal may have it all.
                self.run.write_down()?;
            }
        }
        Ok(())
    }

    fn retrying(&self, number: u32, wait: Duration, fault: &Fault) {
        self.run.param("try", number + 1);
        self.run.param("retry_in_s", wait.as_secs());
        self.run.param("retry_because", &fault.code);
        self.run.wait_for(WaitingFor::Retry);
    }
}
