//! Connections that break, on either side.

use super::{head, host};
use crate::support::{Recipe, Rehearsal, until};
use slipway_practice::{Effect, Ended, FaultRule};
use std::io::ErrorKind;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[tokio::test]
async fn a_connection_is_really_reset_after_the_ordered_bytes() {
    let rehearsal = Rehearsal::start().await;
    rehearsal
        .world
        .faults()
        .arm(FaultRule::next_upload(Effect::ResetAfter {
            bytes: 100_000,
        }));
    let mut stream = TcpStream::connect(host(&rehearsal)).await.unwrap();
    stream
        .write_all(head(&rehearsal, 10_000_000).as_bytes())
        .await
        .unwrap();
    let mut sent = stream.write_all(b"PK\x03\x04").await;
    while sent.is_ok() {
        sent = stream.write_all(&[0; 10_000]).await;
    }
    let kind = sent.unwrap_err().kind();
    assert!(
        matches!(kind, ErrorKind::ConnectionReset | ErrorKind::BrokenPipe),
        "{kind:?}"
    );
    let seen = &rehearsal.world.requests()[0];
    assert_eq!(
        (seen.received, seen.status, seen.ended),
        (100_000, None, Ended::Reset)
    );
    assert!(rehearsal.world.deployments().is_empty());
}

#[tokio::test]
async fn a_client_waiting_for_an_answer_sees_the_reset_and_not_an_end() {
    let rehearsal = Rehearsal::start().await;
    let body = Recipe::build("1").zip();
    for effect in [
        Effect::ResetAfter { bytes: 0 },
        Effect::ResetAfter { bytes: u64::MAX },
        Effect::LostAnswer { accepted: false },
        Effect::LostAnswer { accepted: true },
    ] {
        rehearsal
            .world
            .faults()
            .arm(FaultRule::next_upload(effect.clone()));
        let mut stream = TcpStream::connect(host(&rehearsal)).await.unwrap();
        stream
            .write_all(head(&rehearsal, body.len()).as_bytes())
            .await
            .unwrap();
        // With no byte to be read first, the connection may be gone already.
        let _ = stream.write_all(&body).await;
        let read = stream.read(&mut [0; 100]).await;
        assert_eq!(
            read.unwrap_err().kind(),
            ErrorKind::ConnectionReset,
            "{effect:?}"
        );
    }
    assert_eq!(rehearsal.world.deployments().len(), 1);
}

#[tokio::test]
async fn a_lost_answer_to_an_accepted_upload_leaves_exactly_one_deployment() {
    let rehearsal = Rehearsal::start().await;
    let zip = Recipe::build("1").zip();
    rehearsal
        .world
        .faults()
        .arm(FaultRule::next_upload(Effect::LostAnswer {
            accepted: true,
        }));
    assert!(rehearsal.upload("qa", zip.clone()).send().await.is_err());
    assert_eq!(rehearsal.world.deployments().len(), 1);
    rehearsal
        .world
        .faults()
        .arm(FaultRule::next_upload(Effect::LostAnswer {
            accepted: false,
        }));
    assert!(rehearsal.upload("qa", zip.clone()).send().await.is_err());
    assert_eq!(
        rehearsal.world.deployments().len(),
        1,
        "this one was not accepted"
    );
    for seen in rehearsal.world.requests() {
        assert_eq!(
            (seen.received, seen.ended),
            (zip.len() as u64, Ended::Reset)
        );
    }
}

#[tokio::test]
async fn a_client_that_leaves_after_the_last_byte_has_still_sent_its_package() {
    let rehearsal = Rehearsal::start().await;
    rehearsal
        .world
        .faults()
        .arm(FaultRule::next_upload(Effect::Stall { ms: 60_000 }));
    let upload = tokio::spawn(rehearsal.upload("qa", Recipe::build("1").zip()).send());
    rehearsal.clock.waited_for_by(1).await;
    upload.abort();
    until("the client is noticed gone", || {
        rehearsal.world.requests()[0].ended == Ended::ClientLeft
    })
    .await;
    assert_eq!(rehearsal.world.deployments().len(), 1);
}
