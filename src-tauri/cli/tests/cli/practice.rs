use super::slipway;
use serde_json::Value;
use slipway_engine::package::sample::SamplePackage;
use slipway_engine::restore::sample::SampleDatabase;
use std::io::Read;
use std::process::{Child, Stdio};
use std::time::Duration;

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

/// Facts 3.7: a database of another version than the environment's is not restored.
#[tokio::test(flavor = "multi_thread")]
async fn the_practice_world_reads_the_version_of_a_database_as_the_check_does() {
    let child = slipway()
        .args(["practice", "--pace", "0.01", "--restore-session"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut running = Running(child);
    let told = announced(&mut running.0);
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let (portal, control) = (text(&told["portal"]), text(&told["control"]));
    let http = slipway_engine::portal::client(None).expect("a client");
    let put = async |part: &str, name: &str, content: Vec<u8>| {
        let link = text(&told["restore_session"][part]);
        let (container, query) = link.split_once('?').expect("a link");
        let request = http
            .put(format!("{container}/{name}?{query}"))
            .header("x-ms-blob-type", "BlockBlob")
            .body(content);
        request.send().await.expect("an answer").status()
    };
    let guid = text(&told["project_guid"]);
    let upload = http
        .post(format!("{portal}/api/deployment/upload/{guid}/qa"))
        .bearer_auth(text(&told["token"]))
        .header("content-type", "application/zip")
        .body(SamplePackage::new().bytes());
    assert!(
        upload
            .send()
            .await
            .expect("an answer")
            .status()
            .is_success()
    );
    let database = SampleDatabase::new().version("30.1.0").bytes();
    assert_eq!(put("database", "db.bacpac", database).await, 201);
    assert_eq!(put("storage", "default/a", vec![1]).await, 201);

    let asking = async {
        let restore = format!("{control}/restore");
        // Refused until the deployment is over.
        loop {
            let order = http
                .post(&restore)
                .json(&serde_json::json!({ "env": "qa" }));
            if order.send().await.expect("an answer").status().is_success() {
                break;
            }
            tokio::task::yield_now().await;
        }
        loop {
            let told = http.get(&restore).send().await.expect("an answer");
            let told: Value = told.json().await.expect("its state");
            let restore = &told["restores"][0];
            if !restore["finished_at"].is_null() {
                break restore["failure"].clone();
            }
        }
    };
    let failure = tokio::time::timeout(Duration::from_secs(60), asking).await;
    let failure = text(&failure.expect("it ends in time"));
    assert!(failure.contains("30.1.0"), "{failure}");
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
