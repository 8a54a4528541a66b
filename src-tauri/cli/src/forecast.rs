//! A downtime forecast in the words of the window.

use crate::words;
use serde::Serialize;
use slipway_engine::package::forecast::{Forecast, Sureness};
use std::collections::BTreeMap;

/// A few lines on standard output.
pub fn print(forecast: &Forecast) {
    let outage = code(&forecast.outage);
    let title = match forecast.sure {
        Sureness::Unknown => format!("forecast.unsure.{outage}"),
        Sureness::Known | Sureness::Likely => format!("forecast.{outage}"),
    };
    out!();
    out!("{}", say(&title));
    let minutes = forecast.minutes.and_then(|range| {
        let params = BTreeMap::from([
            ("least".to_owned(), range.least.0.to_string()),
            ("most".to_owned(), range.most.0.to_string()),
        ]);
        words::say("forecast.minutes", &params)
    });
    let reasons = forecast
        .reasons
        .iter()
        .map(|reason| format!("forecast.reason.{}", code(reason)));
    let missing = forecast
        .missing
        .iter()
        .map(|what| format!("forecast.missing.{}", code(what)));
    let sure = format!("forecast.sure.{}", code(&forecast.sure));
    let lines = reasons.chain(missing).chain([sure]).map(|key| say(&key));
    for line in minutes.into_iter().chain(lines) {
        out!("  {line}");
    }
}

/// The text of a key, or the key where there is none.
fn say(key: &str) -> String {
    words::say(key, &BTreeMap::new()).unwrap_or_else(|| key.to_owned())
}

/// What an enumeration is called in JSON, which is what its words are listed under.
fn code(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(code)) => code,
        _ => String::new(),
    }
}
