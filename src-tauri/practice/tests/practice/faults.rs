use crate::support::{Recipe, Rehearsal, until};
use reqwest::StatusCode;
use serde_json::{Value, json};
use slipway_practice::{Effect, Ended, FaultRule, PracticeOptions, SiteTrouble};
use std::io::ErrorKind;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[tokio::test]
async fn any_status_can_be_ordered_for_the_next_requests_and_then_all_is_well() {
    let rehearsal = Rehearsal::start().await;
    for status in [401, 403, 404, 408, 413, 429, 500, 502, 503, 504] {
        rehearsal
            .world
            .faults()
            .arm(FaultRule::next_upload(Effect::status(status)).times(2));
        for _ in 0..2 {
            let answer = rehearsal
                .upload("qa", Recipe::build("1").zip())
                .send()
                .await
                .unwrap();
            assert_eq!(answer.status().as_u16(), status);
        }
    }
    assert!(rehearsal.world.deployments().is_empty());
    let answer = rehearsal
        .upload("qa", Recipe::build("1").zip())
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let met: Vec<_> = rehearsal
        .world
        .requests()
        .into_iter()
        .filter_map(|seen| seen.fault)
        .collect();
    assert_eq!(met.len(), 20);
    assert!(
        rehearsal
            .world
            .faults()
            .armed()
            .iter()
            .all(|armed| armed.left == 0)
    );
}

#[tokio::test]
async fn throttling_says_when_to_come_back() {
    let rehearsal = Rehearsal::start().await;
    rehearsal
        .world
        .faults()
        .arm(FaultRule::next_upload(Effect::Status {
            status: 429,
            retry_after: Some("7".into()),
            body: Some("slow down".into()),
            after_body: true,
        }));
    let zip = Recipe::build("1").zip();
    let answer = rehearsal.upload("qa", zip.clone()).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer.headers()["retry-after"], "7");
    assert_eq!(answer.text().await.unwrap(), "slow down");
    assert_eq!(
        rehearsal.world.requests()[0].received,
        zip.len() as u64,
        "read to its end first"
    );
}

#[tokio::test]
async fn a_rule_meets_only_what_it_is_for_and_may_let_some_pass() {
    let rehearsal = Rehearsal::start().await;
    rehearsal
        .world
        .faults()
        .arm(FaultRule::next_visit("uat", Effect::status(500)).after(1));
    assert_eq!(
        rehearsal.get(&rehearsal.site("qa")).await.status(),
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        rehearsal.get(&rehearsal.page("dashboard")).await.status(),
        StatusCode::OK
    );
    let visits = [404, 500, 404];
    for expected in visits {
        assert_eq!(
            rehearsal
                .get(&rehearsal.site("uat"))
                .await
                .status()
                .as_u16(),
            expected
        );
    }
}

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

#[tokio::test]
async fn a_truncated_answer_breaks_off() {
    let rehearsal = Rehearsal::start().await;
    rehearsal
        .world
        .faults()
        .arm(FaultRule::next(Effect::TruncatedAnswer { bytes: 100 }));
    let mut answer = rehearsal.get(&rehearsal.page("dashboard")).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(answer.content_length().unwrap() > 100);
    let first = answer.chunk().await.unwrap().unwrap();
    assert_eq!(first.len(), 100);
    assert!(answer.chunk().await.is_err());

    rehearsal
        .world
        .faults()
        .arm(FaultRule::next_upload(Effect::TruncatedAnswer { bytes: 0 }));
    let answer = rehearsal
        .upload("qa", Recipe::build("1").zip())
        .send()
        .await
        .unwrap();
    assert!(answer.text().await.is_err());
    assert_eq!(rehearsal.world.deployments().len(), 1, "it was carried out");
}

#[tokio::test]
async fn a_redirect_leads_to_another_host() {
    let rehearsal = Rehearsal::start().await;
    let location = "http://localhost:9/elsewhere".to_owned();
    let effect = Effect::Redirect {
        location: location.clone(),
        status: 307,
    };
    rehearsal.world.faults().arm(FaultRule::next_upload(effect));
    let answer = rehearsal
        .upload("qa", Recipe::build("1").zip())
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::TEMPORARY_REDIRECT);
    assert_eq!(answer.headers()["location"], location.as_str());
}

#[tokio::test]
async fn a_site_can_be_down_broken_or_slow_until_it_is_healed() {
    let rehearsal = Rehearsal::start().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    let site = rehearsal.site("qa");
    let faults = rehearsal.world.faults();

    faults.site("qa", Some(SiteTrouble::Down));
    for _ in 0..2 {
        assert!(rehearsal.http.get(&site).send().await.is_err());
    }
    faults.site("qa", Some(SiteTrouble::ServerError));
    assert_eq!(
        rehearsal.get(&site).await.status(),
        StatusCode::INTERNAL_SERVER_ERROR
    );
    assert_eq!(
        rehearsal.get(&rehearsal.site("uat")).await.status(),
        StatusCode::NOT_FOUND
    );

    faults.site("qa", Some(SiteTrouble::Slow { ms: 5000 }));
    let visit = tokio::spawn(rehearsal.http.get(&site).send());
    rehearsal.clock.waited_for_by(1).await;
    rehearsal.pass(5.0);
    assert_eq!(visit.await.unwrap().unwrap().status(), StatusCode::OK);

    faults.site("qa", None);
    assert_eq!(rehearsal.get(&site).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_jump_of_the_clock_lets_hours_pass_at_once() {
    let rehearsal = Rehearsal::start().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    rehearsal.schedule("qa", "prod", "2026-07-18T06:00").await;
    let before = rehearsal.world.now();
    rehearsal
        .world
        .faults()
        .jump(Duration::from_secs(12 * 3600));
    assert_eq!(
        rehearsal.world.now().0.duration_since(before.0).as_hours(),
        12
    );
    assert_eq!(rehearsal.latest().env.0, "prod");
}

#[tokio::test]
async fn everything_can_be_ordered_over_http_too() {
    let rehearsal = Rehearsal::start().await;
    let control = rehearsal.facts.control.clone();
    let post = async |path: &str, body: Value| {
        let request = rehearsal.http.post(format!("{control}/{path}")).json(&body);
        request.send().await.unwrap().status()
    };
    let facts: Value = rehearsal
        .get(&format!("{control}/facts"))
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(facts, serde_json::to_value(&rehearsal.facts).unwrap());

    let rule =
        json!({ "path": "/upload/", "times": 1, "effect": { "kind": "status", "status": 502 } });
    assert_eq!(post("faults", rule).await, StatusCode::OK);
    let upload = async || {
        rehearsal
            .upload("qa", Recipe::build("1").zip())
            .send()
            .await
            .unwrap()
            .status()
            .as_u16()
    };
    assert_eq!(upload().await, 502);
    post("maintenance", json!({ "on": true })).await;
    assert_eq!(upload().await, 503);
    rehearsal
        .http
        .delete(format!("{control}/faults"))
        .send()
        .await
        .unwrap();
    post(
        "deployments/fail-next",
        json!({ "words": "No luck today." }),
    )
    .await;
    assert_eq!(upload().await, 200);
    post("clock", json!({ "jump_ms": 60_000, "pace": 0.5 })).await;
    let deployments = rehearsal.text(&format!("{control}/deployments")).await;
    assert!(deployments.contains("No luck today."), "{deployments}");

    post("sites/qa", json!({ "trouble": { "kind": "server-error" } })).await;
    assert_eq!(
        rehearsal.get(&rehearsal.site("qa")).await.status().as_u16(),
        500
    );
    post("sites/qa", json!({ "trouble": null })).await;
    assert_eq!(
        rehearsal.get(&rehearsal.site("qa")).await.status().as_u16(),
        404
    );
    assert_eq!(
        post("sites/moon", json!({ "trouble": null })).await,
        StatusCode::NOT_FOUND
    );
    assert!(
        !post("faults", json!({ "effect": { "kind": "unknown" } }))
            .await
            .is_success()
    );

    let requests: Value = rehearsal
        .get(&format!("{control}/requests"))
        .await
        .json()
        .await
        .unwrap();
    let paths: Vec<_> = requests
        .as_array()
        .unwrap()
        .iter()
        .map(|seen| seen["path"].as_str().unwrap())
        .collect();
    assert_eq!(paths.len(), 5, "control calls are not counted: {paths:?}");
    assert!(!requests.to_string().contains(&rehearsal.facts.token));
}

#[tokio::test]
async fn web_pages_from_elsewhere_have_no_way_in() {
    let rehearsal = Rehearsal::with(PracticeOptions::default()).await;
    let page = rehearsal.page("dashboard");
    let named = rehearsal
        .http
        .get(&page)
        .header("host", "practice.example.com");
    assert_eq!(
        named.send().await.unwrap().status(),
        StatusCode::MISDIRECTED_REQUEST
    );
    let clear = format!("{}/requests", rehearsal.facts.control);
    for origin in [
        "https://example.com",
        "null",
        "http://127.0.0.1.example.com",
    ] {
        let form = rehearsal.http.delete(&clear).header("origin", origin);
        assert_eq!(
            form.send().await.unwrap().status(),
            StatusCode::FORBIDDEN,
            "{origin}"
        );
    }
    let own = rehearsal
        .http
        .delete(&clear)
        .header("origin", &rehearsal.facts.portal);
    assert_eq!(own.send().await.unwrap().status(), StatusCode::NO_CONTENT);
}

fn host(rehearsal: &Rehearsal) -> String {
    rehearsal
        .facts
        .portal
        .trim_start_matches("http://")
        .to_owned()
}

fn head(rehearsal: &Rehearsal, length: usize) -> String {
    format!(
        "POST /api/deployment/upload/{}/qa HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Type: application/zip\r\nContent-Length: {length}\r\n\r\n",
        rehearsal.facts.project_guid,
        host(rehearsal),
        rehearsal.facts.token,
    )
}
