//! What is written about a job when Slipway ends before it does.

use super::{Job, JobEvent, JobKind, WAITING_FOR_ANSWER, next};
use crate::units::Moment;

/// The parameter that says whether the Portal may have the whole package of an upload.
const WHOLE_BODY_SENT: &str = "whole_body_sent";

/// Makes a job *interrupted* if it can be; says whether anything changed.
pub(crate) fn interrupt(job: &mut Job, now: Moment) -> bool {
    let Some(state) = next(&job.state, JobEvent::Interrupt) else {
        return false;
    };
    job.state = state;
    (job.speed, job.eta_s) = (None, None);
    note_how_far(job);
    job.updated_at = now;
    job.revision += 1;
    true
}

/// Keeps how far an upload was, so that the next start can tell a package that cannot have arrived
/// from one that may have. `waiting-for-answer` is written down before the last bytes are handed
/// over, so an upload that is still `sending` has not sent them all.
pub(super) fn note_how_far(job: &mut Job) {
    if job.kind != JobKind::Upload {
        return;
    }
    let said_before = job
        .params
        .get(WHOLE_BODY_SENT)
        .is_some_and(|value| value == "true");
    let whole = match job.phase.as_str() {
        WAITING_FOR_ANSWER => true,
        "sending" => said_before || (job.total.0 > 0 && job.done >= job.total),
        _ => return,
    };
    job.params
        .insert(WHOLE_BODY_SENT.to_owned(), whole.to_string());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job::{JobState, NewJob, WaitingFor};
    use crate::units::Bytes;

    const NOW: Moment = Moment(jiff::Timestamp::UNIX_EPOCH);

    fn upload(phase: &str, done: u64) -> Job {
        let mut job = NewJob::new(JobKind::Upload).queued_as("a".into(), NOW);
        job.state = JobState::Running;
        job.phase = phase.into();
        (job.done, job.total) = (Bytes(done), Bytes(100));
        job
    }

    fn whole_body_sent(mut job: Job) -> Option<String> {
        assert!(interrupt(&mut job, NOW));
        assert_eq!(job.state, JobState::Interrupted);
        job.params.remove(WHOLE_BODY_SENT)
    }

    #[test]
    fn an_upload_interrupted_while_sending_cannot_have_arrived() {
        assert_eq!(
            whole_body_sent(upload("sending", 99)).as_deref(),
            Some("false")
        );
    }

    #[test]
    fn an_upload_interrupted_after_its_last_byte_may_have_arrived() {
        assert_eq!(
            whole_body_sent(upload("sending", 100)).as_deref(),
            Some("true")
        );
        assert_eq!(
            whole_body_sent(upload("waiting-for-answer", 0)).as_deref(),
            Some("true")
        );
    }

    #[test]
    fn a_whole_package_sent_by_an_earlier_try_is_not_forgotten() {
        let mut job = upload("sending", 10);
        job.params.insert(WHOLE_BODY_SENT.into(), "true".into());
        assert_eq!(whole_body_sent(job).as_deref(), Some("true"));
    }

    #[test]
    fn an_upload_interrupted_before_sending_says_nothing_about_it() {
        assert_eq!(whole_body_sent(upload("checking", 50)), None);
    }

    #[test]
    fn a_question_to_the_user_is_not_interrupted() {
        let mut job = upload("waiting-for-answer", 0);
        job.state = JobState::Waiting {
            waiting_for: WaitingFor::LookInPortal,
        };
        let before = job.clone();
        assert!(!interrupt(&mut job, NOW));
        assert_eq!(job, before);
    }
}
