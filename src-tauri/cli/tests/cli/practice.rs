use super::slipway;
use serde_json::Value;
use std::io::Read;
use std::process::{Child, Stdio};

/// Ends the program also when a test fails.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Reads standard output up to the end of the JSON object.
fn announced(child: &mut Child) -> Value {
    let mut text = Vec::new();
    let mut output = child.stdout.take().expect("it is piped");
    let mut byte = [0];
    loop {
        assert_eq!(
            output.read(&mut byte).expect("it can be read"),
            1,
            "it ended early"
        );
        text.extend(byte);
        if byte[0] == b'}'
            && let Ok(facts) = serde_json::from_slice(&text)
        {
            return facts;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_practice_world_hands_out_links_for_a_restore_when_asked() {
    let child = slipway()
        .args(["practice", "--pace", "0.01", "--restore-session"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut running = Running(child);
    let told = announced(&mut running.0);
    let http = slipway_engine::portal::client(None).expect("a client");
    for part in ["database", "storage"] {
        let link = told["restore_session"][part].as_str().expect("a link");
        let listed = http
            .get(format!("{link}&restype=container&comp=list"))
            .send();
        assert!(
            listed.await.expect("it answers").status().is_success(),
            "{part}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_practice_world_tells_where_it_is_and_answers_there() {
    let child = slipway()
        .args(["practice", "--pace", "0.01"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut running = Running(child);
    let facts = announced(&mut running.0);
    let portal = facts["portal"].as_str().expect("an address");
    assert!(portal.starts_with("http://127.0.0.1:"), "{portal}");
    let http = slipway_engine::portal::client(None).expect("a client");
    let answer = http.get(portal).send().await.expect("it answers");
    assert!(answer.status().is_success() || answer.status().is_redirection());
    assert_eq!(facts["environments"][0]["key"], "qa");
    assert!(facts["token"].is_string());
}
