//! Application Insights of the production site, as programs ask it.

use crate::support::{Recipe, Rehearsal};
use reqwest::{Response, StatusCode, Url};
use serde_json::{Value, json};
use slipway_practice::{Effect, FaultRule, SiteTrouble};

const QUERY: &str =
    "let recent = ago(5m);\nprint failed = 1, database = 2, cpu = 3, memory = 4, odd = 5";

impl Rehearsal {
    fn insights(&self, app: &str) -> String {
        format!("{}/v1/apps/{app}/query", self.facts.portal)
    }

    async fn asked(&self, query: &str) -> Response {
        let known = &self.facts.insights;
        let request = self
            .http
            .get(asking(&self.insights(&known.app_id), query))
            .header("x-api-key", &known.key);
        request.send().await.expect("an answer")
    }

    async fn row(&self) -> Vec<Value> {
        let answer: Value = self.asked(QUERY).await.json().await.expect("JSON");
        let row = answer["tables"][0]["rows"][0].as_array();
        row.expect("a row").clone()
    }
}

fn asking(address: &str, query: &str) -> Url {
    Url::parse_with_params(address, [("query", query)]).expect("an address")
}

#[tokio::test]
async fn one_row_has_the_figures_that_were_asked_for_in_their_order() {
    let rehearsal = Rehearsal::start().await;
    let answer: Value = rehearsal.asked(QUERY).await.json().await.expect("JSON");
    let table = &answer["tables"][0];
    assert_eq!(table["name"], "PrimaryResult");
    assert_eq!(
        table["columns"][1],
        json!({ "name": "database", "type": "real" })
    );
    let row = rehearsal.row().await;
    assert_eq!(row[0], "NaN", "nobody asked the site for anything");
    assert!(row[1..4].iter().all(Value::is_number), "{row:?}");
    assert_eq!(row[4], Value::Null);
}

#[tokio::test]
async fn what_fails_is_counted_from_what_production_answered_in_the_last_five_minutes() {
    let rehearsal = Rehearsal::start().await;
    rehearsal.deployed("prod", Recipe::build("1")).await;
    let site = rehearsal.site("prod");
    for trouble in [None, None, None, Some(SiteTrouble::ServerError)] {
        rehearsal.world.faults().site("prod", trouble);
        rehearsal.get(&site).await;
    }
    rehearsal.get(&rehearsal.site("qa")).await;
    assert_eq!(rehearsal.row().await[0], 25.0);
    rehearsal.pass(301.0);
    assert_eq!(rehearsal.row().await[0], "NaN");
}

#[tokio::test]
async fn the_query_may_come_in_the_body_too() {
    let rehearsal = Rehearsal::start().await;
    let known = &rehearsal.facts.insights;
    let request = rehearsal
        .http
        .post(rehearsal.insights(&known.app_id))
        .header("x-api-key", &known.key)
        .json(&json!({ "query": "print cpu = 1" }));
    let answer: Value = request.send().await.unwrap().json().await.expect("JSON");
    assert_eq!(answer["tables"][0]["columns"][0]["name"], "cpu");
}

#[tokio::test]
async fn without_its_key_it_says_nothing() {
    let rehearsal = Rehearsal::start().await;
    let known = &rehearsal.facts.insights;
    let refused = async |app: &str, key: Option<&str>| {
        let address = asking(&rehearsal.insights(app), QUERY);
        let request = rehearsal.http.get(address);
        let request = match key {
            Some(key) => request.header("x-api-key", key),
            None => request,
        };
        let answer = request.send().await.expect("an answer");
        let status = answer.status();
        let said: Value = answer.json().await.expect("JSON");
        (status, said["error"]["code"].clone())
    };
    assert_eq!(
        refused(&known.app_id, None).await,
        (
            StatusCode::UNAUTHORIZED,
            json!("AuthorizationRequiredError")
        )
    );
    for (app, key) in [(&*known.app_id, "other"), ("other", &*known.key)] {
        assert_eq!(
            refused(app, Some(key)).await,
            (StatusCode::FORBIDDEN, json!("InsufficientAccessError"))
        );
    }
}

#[tokio::test]
async fn a_query_that_asks_for_nothing_is_refused() {
    let rehearsal = Rehearsal::start().await;
    for query in ["", "requests | count", "print "] {
        let status = rehearsal.asked(query).await.status();
        assert_eq!(status, StatusCode::BAD_REQUEST, "{query}");
    }
}

#[tokio::test]
async fn it_is_a_place_of_its_own_for_faults() {
    let rehearsal = Rehearsal::start().await;
    let rule = FaultRule {
        place: Some("insights".into()),
        ..FaultRule::next(Effect::status(429))
    };
    rehearsal.world.faults().arm(rule);
    let dashboard = rehearsal.get(&rehearsal.page("dashboard")).await;
    assert_eq!(dashboard.status(), StatusCode::OK);
    assert_eq!(
        rehearsal.asked(QUERY).await.status(),
        StatusCode::TOO_MANY_REQUESTS
    );
    let places: Vec<_> = rehearsal
        .world
        .requests()
        .into_iter()
        .map(|seen| seen.place)
        .collect();
    assert_eq!(places, ["portal", "insights"]);
}

#[tokio::test]
async fn the_dashboard_shows_what_slipway_asks_for() {
    let rehearsal = Rehearsal::start().await;
    let page = rehearsal.text(&rehearsal.page("dashboard")).await;
    let known = &rehearsal.facts.insights;
    assert!(page.contains(&known.app_id) && page.contains(&known.key));
}
