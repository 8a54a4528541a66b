//! Other answers than the Portal would give.

use crate::support::{Recipe, Rehearsal};
use reqwest::StatusCode;
use slipway_practice::{Effect, FaultRule};

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
async fn of_an_answer_without_a_body_that_is_truncated_nothing_arrives() {
    let rehearsal = Rehearsal::start().await;
    let truncated = Effect::TruncatedAnswer { bytes: 3 };
    rehearsal.world.faults().arm(FaultRule::next(truncated));
    let page = rehearsal.page("dashboard");
    let answer = rehearsal.http.head(&page).send().await;
    assert!(answer.is_err(), "no length is told that is none");
    let answer = rehearsal.http.head(&page).send().await;
    assert_eq!(answer.expect("an answer").status(), StatusCode::OK);
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
