//! The way through the pages and through the control calls.

use super::*;

#[tokio::test]
async fn the_whole_way_can_be_clicked() {
    let rehearsal = rehearsal().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    assert!(page(&rehearsal).await.contains("Create session"));
    let created = click(&rehearsal, "create-session", &[]).await;
    assert_eq!(created.status(), StatusCode::SEE_OTHER);
    let current = page(&rehearsal).await;
    for words in [
        "Current session",
        "Get access",
        "Revoke access",
        "Restore to environment",
        "Close",
    ] {
        assert!(current.contains(words), "{words}");
    }
    let shown = click(&rehearsal, "get-access", &[("addresses", "127.0.0.1")]).await;
    assert_eq!(shown.headers()["cache-control"], "no-store");
    let shown = shown.text().await.unwrap();
    let links: Vec<String> = shown
        .split("value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().replace("&amp;", "&"))
        .collect();
    assert_eq!(links.len(), 2, "{shown}");
    assert!(links.iter().all(|link| link.contains("sip=127.0.0.1")));
    // Shown once.
    assert!(!page(&rehearsal).await.contains("sig="));

    assert_eq!(
        put(&rehearsal, &links[0], "db.bacpac", bacpac("31.6.2")).await,
        201
    );
    assert_eq!(
        put(&rehearsal, &links[1], "default/assets/a", vec![1]).await,
        201
    );
    let asked = rehearsal
        .text(&rehearsal.page("data-management/custom-restore/restore"))
        .await;
    assert!(asked.contains("Target environment") && asked.contains("Create"));
    let ordered = click(&rehearsal, "restore", &[("env", "qa")]).await;
    assert_eq!(ordered.status(), StatusCode::SEE_OTHER);
    rehearsal.pass(5.0);
    let active = page(&rehearsal).await;
    let (active, completed) = active.split_once("Last completed restores").unwrap();
    assert!(active.contains("Active restores") && active.contains("In progress"));
    assert!(completed.contains("Nothing has been restored yet."));
    let refused = click(&rehearsal, "close", &[]).await;
    assert_eq!(refused.status(), StatusCode::CONFLICT);
    rehearsal.pass(A_RESTORE);
    assert!(page(&rehearsal).await.contains("Succeeded"));
    assert_eq!(
        click(&rehearsal, "close", &[]).await.status(),
        StatusCode::SEE_OTHER
    );
    assert!(page(&rehearsal).await.contains("Create session"));
    assert_eq!(put(&rehearsal, &links[0], "db.bacpac", vec![1]).await, 403);
}

#[tokio::test]
async fn the_site_is_down_meanwhile_and_comes_back_with_what_was_restored() {
    let rehearsal = rehearsal().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    rehearsal.deployed("uat", Recipe::build("1")).await;
    let links = with_session(&rehearsal).await;
    upload(&rehearsal, &links, "31.6.2").await;
    rehearsal
        .world
        .custom_restore()
        .restore_to("qa")
        .await
        .unwrap();
    let qa = rehearsal.site("qa");
    assert!(!rehearsal.text(&qa).await.contains("brought back"));
    // Two seconds until it starts, and a tenth of 24 until the site goes.
    rehearsal.pass(2.0 + 2.5);
    let down = rehearsal.get(&qa).await;
    assert_eq!(down.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(
        rehearsal.get(&rehearsal.site("uat")).await.status(),
        StatusCode::OK
    );
    rehearsal.pass(A_RESTORE);
    let back = rehearsal.text(&qa).await;
    assert!(
        back.contains("Build 1") && back.contains("brought back"),
        "{back}"
    );
    // Nothing is propagated to other environments.
    assert!(
        !rehearsal
            .text(&rehearsal.site("uat"))
            .await
            .contains("brought back")
    );
}

#[tokio::test]
async fn restores_wait_in_the_same_queue_as_deployments() {
    let rehearsal = rehearsal().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    let links = with_session(&rehearsal).await;
    upload(&rehearsal, &links, "31.6.2").await;
    rehearsal
        .upload("qa", Recipe::build("2").zip())
        .send()
        .await
        .unwrap();
    rehearsal
        .world
        .custom_restore()
        .restore_to("qa")
        .await
        .unwrap();
    rehearsal.pass(10.0);
    assert_eq!(last(&rehearsal).started_at, None);
    rehearsal.pass(60.0);
    assert_eq!(last(&rehearsal).started_at, rehearsal.latest().finished_at);
}

#[tokio::test]
async fn everything_can_be_done_by_control_calls_too() {
    let rehearsal = rehearsal().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    let call = async |method: &str, path: &str, body: Value| {
        let address = format!("{}/{path}", rehearsal.facts.control);
        let request = rehearsal.http.request(method.parse().unwrap(), address);
        let answer = request
            .header("content-type", "application/json")
            .body(body.to_string())
            .send()
            .await
            .unwrap();
        let status = answer.status();
        (
            status,
            serde_json::from_str::<Value>(&answer.text().await.unwrap()).unwrap_or_default(),
        )
    };
    let (_, session) = call("POST", "restore/session", json!({})).await;
    let (_, links) = call("POST", "restore/access", json!({})).await;
    let link = |which: &str| links[which].as_str().unwrap().to_owned();
    assert!(link("database").contains(session["database"].as_str().unwrap()));
    put(&rehearsal, &link("database"), "db.bacpac", bacpac("31.6.2")).await;
    let (status, refused) = call("POST", "restore", json!({ "env": "qa" })).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(
        refused["problem"]
            .as_str()
            .unwrap()
            .contains("storage container is empty")
    );
    put(&rehearsal, &link("storage"), "default/a", vec![1]).await;
    let (status, _) = call("POST", "restore", json!({ "env": "qa" })).await;
    assert_eq!(status, StatusCode::OK);
    rehearsal.pass(A_RESTORE);
    let (_, all) = call("GET", "restore", json!(null)).await;
    assert_eq!(all["restores"][0]["failure"], Value::Null);
    assert_eq!(
        call("DELETE", "restore/access", json!({})).await.0,
        StatusCode::OK
    );
    assert_eq!(
        put(&rehearsal, &link("storage"), "default/b", vec![1]).await,
        403
    );
    assert_eq!(
        call("DELETE", "restore/session", json!({})).await.0,
        StatusCode::OK
    );

    let order =
        json!({ "container": "box", "permissions": "rl", "expires": "2199-01-01T00:00:00Z" });
    let (_, made) = call("POST", "storage/links", order).await;
    let link = made["link"].as_str().unwrap();
    assert!(
        rehearsal
            .get(&format!("{link}&restype=container&comp=list"))
            .await
            .status()
            .is_success()
    );
}
