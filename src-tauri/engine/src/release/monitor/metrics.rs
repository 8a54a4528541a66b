//! What the server says of itself: Azure Application Insights, asked by its REST query.

use super::ServerFigures;
use crate::clock::Clock;
use crate::fault::{Fault, NextStep, Retry};
use crate::secret::Secret;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{StatusCode, Url};
use serde::Deserialize;
use std::time::Duration;

/// Where Application Insights is asked.
pub const APPLICATION_INSIGHTS: &str = "https://api.applicationinsights.io";
const LIMIT: Duration = Duration::from_secs(10);
/// More of an answer is not read.
const MOST_BYTES: usize = 256 * 1024;
/// Application Insights has figures by the minute.
const EVERY: Duration = Duration::from_secs(60);
/// Nobody is kept from asking for longer than that.
const LONGEST_PAUSE: Duration = Duration::from_secs(3_600);
const SECONDS: &str = "seconds";
/// The last five minutes in one row. Counters carry the names the SDK gives them.
const QUERY: &str = r#"
let recent = ago(5m);
let failed = toscalar(requests | where timestamp > recent | summarize 100.0 * countif(success == false) / count());
let database = toscalar(dependencies | where timestamp > recent and type has "SQL" | summarize avg(duration));
let cpu = toscalar(performanceCounters | where timestamp > recent and name == "% Processor Time Normalized" | summarize avg(value));
let memory = toscalar(performanceCounters | where timestamp > recent and name == "Private Bytes" | summarize avg(value) / 1048576);
print failed = failed, database = database, cpu = cpu, memory = memory"#;

/// Which application, and the key that opens it.
#[derive(Debug, Clone)]
pub struct MetricsSource {
    pub app_id: String,
    pub key: Secret,
}

impl MetricsSource {
    /// None unless the id is a GUID, as Application Insights gives them.
    pub fn new(app_id: &str, key: Secret) -> Option<Self> {
        let app_id = uuid::Uuid::try_parse(app_id.trim()).ok()?.to_string();
        (!key.expose().trim().is_empty()).then_some(Self { app_id, key })
    }
}

impl ServerFigures {
    /// How long to wait before asking again: a minute, or as long as was asked for.
    pub fn ask_again_after(&self) -> Duration {
        let fault = self
            .fault
            .as_ref()
            .filter(|it| it.code == "metrics-too-often");
        let seconds = fault.and_then(|it| it.params.get(SECONDS)?.parse().ok());
        seconds.map_or(EVERY, Duration::from_secs)
    }
}

/// Asks once. What cannot be had is a fault among the figures: it says nothing about the site.
pub async fn ask(
    source: &MetricsSource,
    endpoint: &str,
    http: &reqwest::Client,
    clock: &dyn Clock,
) -> ServerFigures {
    let at = clock.now();
    let answer = tokio::select! {
        answer = figures(source, endpoint, http) => answer,
        () = clock.wait(LIMIT) => Err(fault("metrics-unreachable")),
    };
    let (row, fault) = match answer {
        Ok(row) => (row, None),
        Err(fault) => ([None; 4], Some(fault)),
    };
    let [failed_requests_percent, database_ms, cpu_percent, memory_mb] = row;
    ServerFigures {
        at,
        failed_requests_percent,
        database_ms,
        cpu_percent,
        memory_mb,
        fault,
    }
}

#[derive(Deserialize)]
struct Answer {
    tables: Vec<Table>,
}

#[derive(Deserialize)]
struct Table {
    rows: Vec<Vec<serde_json::Value>>,
}

async fn figures(
    source: &MetricsSource,
    endpoint: &str,
    http: &reqwest::Client,
) -> Result<[Option<f64>; 4], Fault> {
    let unreadable = || fault("metrics-unreadable");
    let address = format!("{endpoint}/v1/apps/{}/query", source.app_id);
    let mut url = Url::parse(&address).map_err(|_| unreadable())?;
    url.query_pairs_mut().append_pair("query", QUERY);
    let mut key = reqwest::header::HeaderValue::from_str(source.key.expose().trim())
        .map_err(|_| fault("metrics-refused"))?;
    key.set_sensitive(true);
    // No redirect is followed by any client of Slipway, so the key goes nowhere else (promise 36).
    let answer = http.get(url).header("x-api-key", key).send().await;
    let mut answer = answer.map_err(|_| fault("metrics-unreachable"))?;
    match answer.status() {
        StatusCode::OK => {}
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND => {
            return Err(fault("metrics-refused"));
        }
        StatusCode::TOO_MANY_REQUESTS => {
            let pause = pause_asked(answer.headers());
            return Err(fault("metrics-too-often").with(SECONDS, pause.as_secs()));
        }
        status => return Err(fault("metrics-unreachable").detail(status)),
    }
    let mut body = Vec::new();
    while let Some(chunk) = answer
        .chunk()
        .await
        .map_err(|_| fault("metrics-unreachable"))?
    {
        body.extend_from_slice(&chunk);
        if body.len() > MOST_BYTES {
            return Err(unreadable());
        }
    }
    row_of(&body).ok_or_else(unreadable)
}

/// For how long nobody should ask again: as long as usual where that is not said in seconds.
fn pause_asked(headers: &HeaderMap) -> Duration {
    let said = headers.get(RETRY_AFTER).and_then(|it| it.to_str().ok());
    let seconds = said.and_then(|it| it.trim().parse().ok());
    seconds.map_or(EVERY, |it| {
        Duration::from_secs(it).clamp(EVERY, LONGEST_PAUSE)
    })
}

/// The one row of the answer; a figure nobody measured is null or not a number.
fn row_of(body: &[u8]) -> Option<[Option<f64>; 4]> {
    let answer: Answer = serde_json::from_slice(body).ok()?;
    let row = answer.tables.first()?.rows.first()?;
    let figure = |at: usize| Some(row.get(at)?.as_f64().filter(|it| it.is_finite()));
    Some([figure(0)?, figure(1)?, figure(2)?, figure(3)?])
}

fn fault(code: &str) -> Fault {
    Fault::new(code, Retry::ByUser, NextStep::CheckNetwork)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_application_is_named_by_its_guid_and_opened_by_a_key() {
        let key = |text: &str| Secret::from(text.to_owned());
        let id = "1C45B91E-22D0-4B4B-9D0C-6F5F2F0F1A11";
        let source = MetricsSource::new(id, key("k3y")).expect("a source");
        assert_eq!(source.app_id, id.to_lowercase());
        assert!(MetricsSource::new("../other", key("k3y")).is_none());
        assert!(MetricsSource::new(id, key(" ")).is_none());
    }

    #[test]
    fn a_figure_nobody_measured_is_none_and_an_answer_that_is_none_is_unreadable() {
        let body =
            br#"{"tables":[{"name":"PrimaryResult","columns":[],"rows":[[2.5,null,"NaN",512]]}]}"#;
        assert_eq!(row_of(body), Some([Some(2.5), None, None, Some(512.0)]));
        for body in [
            "",
            "{}",
            r#"{"tables":[]}"#,
            r#"{"tables":[{"rows":[[1]]}]}"#,
        ] {
            assert_eq!(row_of(body.as_bytes()), None, "{body}");
        }
    }
}
