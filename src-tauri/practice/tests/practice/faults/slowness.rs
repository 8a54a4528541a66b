//! Answers that come late and bodies that are read slowly.

use super::{head, host};
use crate::support::{Recipe, Rehearsal};
use reqwest::StatusCode;
use slipway_practice::{Effect, Ended, FaultRule};
use std::io::ErrorKind;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

#[tokio::test]
async fn a_stalled_answer_comes_exactly_that_much_later() {
    let rehearsal = Rehearsal::start().await;
    rehearsal
        .world
        .faults()
        .arm(FaultRule::next_upload(Effect::Stall { ms: 90_000 }));
    let upload = tokio::spawn(rehearsal.upload("qa", Recipe::build("1").zip()).send());
    rehearsal.clock.waited_for_by(1).await;
    rehearsal.pass(89.9);
    assert_eq!(rehearsal.world.requests()[0].ended, Ended::NotYet);
    assert_eq!(
        rehearsal.world.deployments().len(),
        1,
        "it is carried out at once"
    );
    rehearsal.pass(0.1);
    assert_eq!(upload.await.unwrap().unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn a_body_is_read_no_faster_than_ordered() {
    let rehearsal = Rehearsal::start().await;
    let effect = Effect::SlowReading {
        bytes_per_second: 1_000_000,
    };
    rehearsal.world.faults().arm(FaultRule::next_upload(effect));
    let mut body = Recipe::build("1").zip();
    body.resize(200_000, 0);
    let upload = tokio::spawn(rehearsal.upload("qa", body).send());
    let mut read = Vec::new();
    while read.last() != Some(&200_000) {
        rehearsal.clock.waited_for_by(1).await;
        read.push(rehearsal.world.requests()[0].received);
        rehearsal.pass(0.05);
    }
    assert!(
        read.windows(2).all(|pair| pair[1] - pair[0] <= 50_000),
        "{read:?}"
    );
    assert!(read[0] <= 50_000);
    let status = upload.await.unwrap().unwrap().status();
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn slow_reading_is_felt_by_the_sender() {
    let rehearsal = Rehearsal::start().await;
    let effect = Effect::SlowReading {
        bytes_per_second: 1000,
    };
    rehearsal.world.faults().arm(FaultRule::next_upload(effect));
    let mut stream = TcpStream::connect(host(&rehearsal)).await.unwrap();
    stream
        .write_all(head(&rehearsal, 100_000_000).as_bytes())
        .await
        .unwrap();
    stream.write_all(b"PK\x03\x04").await.unwrap();
    rehearsal.clock.waited_for_by(1).await;
    // The clock stands still, so nothing is read any more: only the system's buffers fill.
    let (mut sent, block) = (0, vec![0; 100_000]);
    let full = loop {
        match stream.try_write(&block) {
            Ok(written) => sent += written,
            Err(fault) => break fault,
        }
    };
    assert_eq!(full.kind(), ErrorKind::WouldBlock);
    assert!(sent < 10_000_000, "{sent} bytes went out");
    assert!(rehearsal.world.requests()[0].received <= 50);
}
