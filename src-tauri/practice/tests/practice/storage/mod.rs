//! What only the practice storage can show: links that are refused for each reason there is, faults,
//! a clock that moves, a memory. What it has in common with other storages of this protocol is
//! tested beside one of them, in the blob tests of the workspace.

mod keeping;
mod links;

use crate::support::{Rehearsal, until};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::{Response, StatusCode};
use slipway_engine::clock::ManualClock;
use slipway_engine::units::Moment;
use slipway_practice::{AccessPolicy, Effect, Ended, FaultRule, LinkOrder, SasUrl};
use std::time::Duration;

const WEEK: Duration = Duration::from_secs(7 * 24 * 60 * 60);

fn ahead(rehearsal: &Rehearsal, time: Duration) -> Moment {
    Moment(rehearsal.world.now().0 + time)
}

fn order(rehearsal: &Rehearsal) -> LinkOrder {
    LinkOrder::new("box", ahead(rehearsal, WEEK))
}

fn link(rehearsal: &Rehearsal) -> SasUrl {
    rehearsal.world.storage().create_container("box");
    rehearsal.world.storage().link(&order(rehearsal))
}

/// The address of a blob, with the link's query and more.
fn blob(link: &SasUrl, name: &str, more: &str) -> String {
    let (container, query) = link.reveal().split_once('?').expect("a link has a query");
    format!("{container}/{name}?{query}{more}")
}

async fn put(rehearsal: &Rehearsal, link: &SasUrl, name: &str, body: &'static [u8]) -> Response {
    let request = rehearsal
        .http
        .put(blob(link, name, ""))
        .header("x-ms-blob-type", "BlockBlob")
        .body(body);
    request.send().await.expect("an answer")
}

async fn put_block(rehearsal: &Rehearsal, link: &SasUrl, id: &str, body: Vec<u8>) -> Response {
    let id = STANDARD.encode(id).replace('=', "%3D");
    let address = blob(link, "big", &format!("&comp=block&blockid={id}"));
    let request = rehearsal.http.put(address).body(body);
    request.send().await.expect("an answer")
}

/// Status, error code, and the body that tells more.
async fn refused(answer: Response) -> (u16, String, String) {
    let status = answer.status().as_u16();
    let code = answer.headers()["x-ms-error-code"]
        .to_str()
        .unwrap()
        .to_owned();
    let body = answer.text().await.unwrap();
    assert!(body.contains(&format!("<Code>{code}</Code>")), "{body}");
    (status, code, body)
}
