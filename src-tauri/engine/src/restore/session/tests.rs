//! The way through a restore, told and in any order.

use super::*;
use crate::fault::Fault;
use crate::package::Verdict;
use crate::units::{Bytes, Count};
use jiff::ToSpan;
use proptest::prelude::*;

fn at(hours: i64) -> Moment {
    let start: jiff::Timestamp = "2026-11-21T08:00:00Z".parse().expect("a moment");
    Moment(start + hours.hours())
}

fn link(container: &str) -> LinkNote {
    LinkNote {
        host: "restore.blob.core.windows.net".into(),
        container: container.into(),
        expires: Some(at(100)),
        addresses: None,
        rights: "rwl".into(),
    }
}

fn access() -> Event {
    Event::AccessGot {
        database: link("database"),
        storage: link("storage"),
    }
}

fn database() -> Event {
    Event::DatabaseChosen {
        part: DatabasePart {
            file_name: "db.bacpac".into(),
            bytes: Bytes(7),
            version: Some("31.6.2".into()),
        },
    }
}

fn storage() -> Event {
    Event::StorageChosen {
        part: StoragePart {
            name: "files".into(),
            files: Count(3),
            bytes: Bytes(9),
        },
    }
}

fn env(name: &str) -> EnvKey {
    EnvKey(name.into())
}

fn pressed(name: &str, again: bool) -> Event {
    Event::RestorePressed {
        env: env(name),
        again,
    }
}

fn seen(name: &str, works: bool) -> Event {
    Event::RestoreSeen {
        env: env(name),
        works,
    }
}

fn ready() -> Event {
    Event::Checked {
        verdict: Verdict::Ready,
    }
}

fn begun(job: &str) -> Event {
    Event::TransferBegun { job: job.into() }
}

fn done(job: &str) -> Event {
    Event::TransferDone {
        job: job.into(),
        verified: true,
    }
}

fn ended(job: &str) -> Event {
    Event::TransferEnded { job: job.into() }
}

/// The whole way, each with the step it completes.
fn whole_way() -> Vec<(Event, Step)> {
    vec![
        (
            Event::RestorePointMade {
                name: "Before restore".into(),
                made_at: at(0),
            },
            Step::RestorePoint,
        ),
        (Event::SessionCreated { at: at(0) }, Step::CreateSession),
        (access(), Step::GetAccess),
        (database(), Step::Database),
        (storage(), Step::Files),
        (ready(), Step::Check),
        (begun("j"), Step::Check),
        (done("j"), Step::Transfer),
        (pressed("qa", false), Step::RestoreToEnvironment),
        (seen("qa", true), Step::Verify),
        (Event::AccessRevoked, Step::RevokeAccess),
        (Event::Closed, Step::Close),
    ]
}

fn new() -> Session {
    Session::new("s".into(), "p".into(), env("qa"), at(0))
}

fn after(session: &Session, event: &Event, hours: i64) -> Result<Session, Refusal> {
    session.after(event, "Jana", at(hours))
}

/// The session after the events of the whole way up to that step.
fn up_to(step: Step) -> Session {
    let mut session = new();
    for (event, completes) in whole_way() {
        if completes > step {
            break;
        }
        session = after(&session, &event, 1).expect("it fits");
    }
    session
}

#[test]
fn the_whole_way_goes_step_by_step_in_the_order_of_the_portal() {
    let mut session = new();
    assert_eq!(session.next_step(), Some(Step::RestorePoint));
    for (event, completes) in whole_way() {
        session = after(&session, &event, 1).expect("it fits");
        let begun = matches!(event, Event::TransferBegun { .. });
        assert!(session.is_done(completes), "{completes:?}");
        let next = STEPS.into_iter().find(|step| *step > completes);
        assert_eq!(session.next_step(), next, "after {completes:?}, {begun}");
    }
    assert!(
        session
            .steps()
            .iter()
            .all(|view| view.state == StepState::Done)
    );
    let text = serde_json::to_string(&session).expect("plain data");
    assert_eq!(
        serde_json::from_str::<Session>(&text).expect("its own"),
        session
    );
}

#[test]
fn a_second_press_is_warned_against_and_possible_on_purpose() {
    let session = up_to(Step::RestoreToEnvironment);
    let refused = |env| Err(Refusal::PressedAlready { env, at: at(1) });
    assert_eq!(
        after(&session, &pressed("qa", false), 2),
        refused(env("qa"))
    );
    // Another environment waits behind the one under way.
    assert_eq!(
        after(&session, &pressed("uat", false), 2),
        refused(env("qa"))
    );
    let twice = after(&session, &pressed("qa", true), 2).expect("on purpose");
    assert_eq!(twice.presses.len(), 2);
    let seen_once = after(&twice, &seen("qa", true), 3).expect("seen");
    assert!(seen_once.is_done(Step::Verify));
    // It worked, so pressing there again would undo what was written since.
    assert_eq!(
        after(&seen_once, &pressed("qa", false), 4),
        Err(Refusal::PressedAlready {
            env: env("qa"),
            at: at(2)
        })
    );
    let kept = after(&seen_once, &pressed("uat", false), 4).expect("kept for another");
    assert_eq!(kept.next_step(), Some(Step::Verify));
}

#[test]
fn nothing_is_pressed_without_a_way_back_and_whole_parts() {
    let mut session = up_to(Step::Check);
    assert_eq!(
        after(&session, &pressed("qa", false), 1),
        Err(Refusal::First(Step::Transfer))
    );
    session = after(&session, &begun("j"), 1).expect("begun");
    session = after(&session, &done("j"), 1).expect("done");
    session.restore_point = None;
    assert_eq!(
        after(&session, &pressed("qa", false), 1),
        Err(Refusal::First(Step::RestorePoint))
    );
    let waived = Event::RestorePointWaived {
        reason: "An empty environment".into(),
    };
    session = after(&session, &waived, 1).expect("waived");
    assert!(after(&session, &pressed("qa", false), 1).is_ok());
}

#[test]
fn a_check_that_says_no_stops_the_transfer_and_another_file_asks_for_another_check() {
    let session = up_to(Step::Files);
    assert_eq!(
        after(&session, &begun("j"), 1),
        Err(Refusal::First(Step::Check))
    );
    let no = Event::Checked {
        verdict: Verdict::WillNotWork,
    };
    let refused = after(&session, &no, 1).expect("checked");
    assert_eq!(after(&refused, &begun("j"), 1), Err(Refusal::WillNotWork));
    let mended = after(&refused, &database(), 1).expect("another file");
    assert_eq!(mended.next_step(), Some(Step::Check));
    let sent = up_to(Step::Transfer);
    let other = after(&sent, &storage(), 1).expect("another folder");
    assert_eq!(other.next_step(), Some(Step::Check));
    assert_eq!(other.transfer, Transfer::NotYet);
}

#[test]
fn the_week_for_uploading_and_the_180_days_are_kept() {
    let session = up_to(Step::Check);
    let clocks = session.clocks().expect("it was created");
    assert_eq!(clocks.upload_until, at(7 * 24));
    assert_eq!(clocks.restore_until, at(180 * 24));
    assert!(after(&session, &begun("j"), 7 * 24 - 1).is_ok());
    assert_eq!(
        after(&session, &begun("j"), 7 * 24),
        Err(Refusal::UploadTimeOver)
    );
    assert_eq!(
        after(&session, &access(), 7 * 24),
        Err(Refusal::UploadTimeOver)
    );
    let sent = up_to(Step::Transfer);
    assert!(after(&sent, &pressed("qa", false), 180 * 24 - 1).is_ok());
    assert_eq!(
        after(&sent, &pressed("qa", false), 180 * 24),
        Err(Refusal::SessionOver)
    );
    let ahead = Event::SessionCreated { at: at(2) };
    assert_eq!(after(&new(), &ahead, 1), Err(Refusal::InFuture));
    let closed = after(&sent, &Event::Closed, 2).expect("closed");
    assert_eq!(closed.clocks(), None);
}

#[test]
fn promise_16_new_links_to_the_same_containers_go_on_and_others_are_refused() {
    let session = after(&up_to(Step::Check), &begun("j"), 1).expect("begun");
    assert!(after(&session, &access(), 2).is_ok());
    let elsewhere = Event::AccessGot {
        database: link("database"),
        storage: link("another"),
    };
    assert_eq!(after(&session, &elsewhere, 2), Err(Refusal::OtherContainer));
    let twice_the_same = Event::AccessGot {
        database: link("storage"),
        storage: link("storage"),
    };
    assert_eq!(
        after(&up_to(Step::CreateSession), &twice_the_same, 1),
        Err(Refusal::SameContainer)
    );
}

#[test]
fn a_session_given_up_is_closed_and_its_links_lead_nowhere() {
    let session = up_to(Step::GetAccess);
    let closed = after(&session, &Event::Closed, 2).expect("closed");
    assert!(!closed.is_open());
    assert_eq!(closed.next_step(), None);
    assert!(closed.is_done(Step::RevokeAccess));
    assert_eq!(after(&closed, &database(), 3), Err(Refusal::Closed));
    assert_eq!(
        after(&closed, &Event::AccessRevoked, 3),
        Err(Refusal::Closed)
    );
    let running = up_to(Step::RestoreToEnvironment);
    assert_eq!(
        after(&running, &Event::Closed, 2),
        Err(Refusal::UnderWay { env: env("qa") })
    );
}

#[test]
fn one_transfer_at_a_time_and_the_same_one_goes_on() {
    let session = after(&up_to(Step::Check), &begun("j"), 1).expect("begun");
    assert!(after(&session, &begun("j"), 2).is_ok());
    assert_eq!(after(&session, &begun("k"), 2), Err(Refusal::Transferring));
    assert_eq!(
        after(&session, &done("k"), 2),
        Err(Refusal::First(Step::Transfer))
    );
    assert_eq!(after(&session, &storage(), 2), Err(Refusal::Transferring));
    assert_eq!(
        after(&session, &Event::Closed, 2),
        Err(Refusal::Transferring)
    );
}

#[test]
fn a_transfer_that_ended_before_everything_was_there_frees_the_session() {
    let begun = after(&up_to(Step::Check), &begun("j"), 1).expect("begun");
    assert_eq!(
        after(&begun, &ended("k"), 2),
        Err(Refusal::First(Step::Transfer))
    );
    let free = after(&begun, &ended("j"), 2).expect("ended");
    assert_eq!(free.transfer, Transfer::NotYet);
    assert!(after(&free, &storage(), 3).is_ok());
    assert!(after(&free, &Event::Closed, 3).is_ok());
    let done = up_to(Step::RestoreToEnvironment);
    assert!(after(&done, &ended("j"), 4).is_err(), "what is done stays");
}

#[test]
fn every_event_has_an_audit_line_without_more_than_it_tells() {
    let mut kinds = std::collections::BTreeSet::new();
    let more = [
        Event::RestorePointWaived {
            reason: "none".into(),
        },
        pressed("qa", true),
        seen("qa", false),
        ended("j"),
    ];
    let events = whole_way().into_iter().map(|(event, _)| event).chain(more);
    for event in events {
        let entry = event.entry(&new());
        assert_eq!(entry.project_id.as_deref(), Some("p"));
        assert!(entry.env.is_some());
        assert!(kinds.insert(entry.kind), "{event:?}");
    }
    assert_eq!(kinds.len(), 16);
}

fn any_event() -> impl Strategy<Value = Event> {
    let events: Vec<Event> = whole_way()
        .into_iter()
        .map(|(event, _)| event)
        .chain([
            pressed("qa", true),
            pressed("uat", false),
            pressed("uat", true),
            seen("qa", false),
            seen("uat", true),
            begun("k"),
            done("k"),
            ended("j"),
            ended("k"),
            Event::Checked {
                verdict: Verdict::WillNotWork,
            },
            Event::RestorePointWaived {
                reason: "why not".into(),
            },
        ])
        .collect();
    prop::sample::select(events)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn whatever_happens_in_any_order_the_rules_hold(
        told in prop::collection::vec((any_event(), 0_i64..48), 0..60),
    ) {
        let mut session = new();
        let mut now = 0;
        for (event, later) in told {
            now += later;
            match after(&session, &event, now) {
                Err(refusal) => prop_assert!(!Fault::from(refusal).code.is_empty()),
                Ok(next) => {
                    // A closed session stays as it is.
                    prop_assert!(session.is_open());
                    // Nothing is pressed twice without saying so.
                    if let Event::RestorePressed { env, again: false } = &event {
                        prop_assert!(session.under_way().is_none());
                        prop_assert!(session.presses.iter().all(|press| press.env != *env));
                    }
                    // Nothing is restored that was not sent and checked, nor without a way back.
                    if next.presses.len() > session.presses.len() {
                        prop_assert!(session.is_done(Step::Transfer) && session.is_done(Step::RestorePoint));
                        prop_assert!(now < 180 * 24);
                    }
                    if matches!(event, Event::TransferBegun { .. }) {
                        prop_assert!(session.is_done(Step::Check) && now < 7 * 24);
                    }
                    // No press is forgotten, nor when it was.
                    let pressed = |session: &Session| {
                        let presses = session.presses.iter();
                        presses.map(|press| (press.env.clone(), press.at)).collect::<Vec<_>>()
                    };
                    prop_assert!(pressed(&next).starts_with(&pressed(&session)));
                    session = next;
                }
            }
            let nexts = session.steps().iter().filter(|view| view.state == StepState::Next).count();
            prop_assert_eq!(nexts, usize::from(session.next_step().is_some()));
        }
    }
}
