use crate::support::{Recipe, Rehearsal, until};
use futures_util::stream;
use reqwest::{Body, StatusCode};
use sha2::{Digest, Sha256};
use slipway_engine::project::Role;
use slipway_practice::{DeploymentState, PracticeOptions};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[tokio::test]
async fn a_package_sent_with_the_token_is_accepted_and_deployed() {
    let rehearsal = Rehearsal::start().await;
    let zip = Recipe::build("1.0.0-202607171957").zip();
    let answer = rehearsal.upload("qa", zip.clone()).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);

    let deployment = rehearsal.latest();
    assert_eq!(deployment.env.0, "qa");
    assert_eq!(deployment.state, DeploymentState::Queued);
    assert_eq!(
        deployment.package.build_number.as_deref(),
        Some("1.0.0-202607171957")
    );
    assert_eq!(
        deployment.package.xperience_version.as_deref(),
        Some("31.6.2")
    );
    assert_eq!(deployment.package.assembly.as_deref(), Some("DancingGoat"));
    assert_eq!(deployment.package.size.0, zip.len() as u64);
    let hex: String = Sha256::digest(&zip)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(deployment.package.sha256, hex);

    let seen = rehearsal.world.requests();
    assert_eq!(seen.len(), 1);
    assert_eq!(
        (seen[0].method.as_str(), seen[0].status),
        ("POST", Some(200))
    );
    assert_eq!(seen[0].received, zip.len() as u64);
}

#[tokio::test]
async fn without_an_environment_in_the_address_it_goes_to_qa() {
    let rehearsal = Rehearsal::start().await;
    let address = rehearsal.upload_address("");
    let request = rehearsal
        .http
        .post(address.trim_end_matches('/'))
        .bearer_auth(&rehearsal.facts.token)
        .header("content-type", "application/zip")
        .body(Recipe::build("1").zip());
    assert_eq!(request.send().await.unwrap().status(), StatusCode::OK);
    assert_eq!(rehearsal.latest().env.0, "qa");
}

#[tokio::test]
async fn a_missing_or_wrong_token_is_401_and_nothing_is_read() {
    let rehearsal = Rehearsal::start().await;
    for token in [
        "",
        "Bearer",
        "Bearer ",
        "Bearer practice_wrong",
        "Basic abc",
    ] {
        let request = rehearsal
            .http
            .post(rehearsal.upload_address("qa"))
            .header("authorization", token)
            .header("content-type", "application/zip")
            .body(Recipe::build("1").zip());
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{token}");
        assert_eq!(answer.headers()["www-authenticate"], "Bearer");
    }
    assert!(rehearsal.world.deployments().is_empty());
    assert!(
        rehearsal
            .world
            .requests()
            .iter()
            .all(|seen| seen.received == 0)
    );
}

#[tokio::test]
async fn a_developer_may_upload_to_qa_and_nowhere_else() {
    let rehearsal = Rehearsal::start().await;
    let send = async |role, env: &str| {
        let request = rehearsal
            .upload(env, Recipe::build("1").zip())
            .headers(Default::default())
            .build()
            .map(|mut request| {
                let bearer = format!("Bearer {}", rehearsal.token(role));
                request
                    .headers_mut()
                    .insert("authorization", bearer.parse().unwrap());
                request
            });
        rehearsal
            .http
            .execute(request.unwrap())
            .await
            .unwrap()
            .status()
    };
    assert_eq!(send(Role::Developer, "qa").await, StatusCode::OK);
    assert_eq!(send(Role::Developer, "uat").await, StatusCode::FORBIDDEN);
    assert_eq!(send(Role::Developer, "prod").await, StatusCode::FORBIDDEN);
    assert_eq!(send(Role::DevopsEngineer, "prod").await, StatusCode::OK);
    assert_eq!(send(Role::TenantAdministrator, "uat").await, StatusCode::OK);
    assert_eq!(rehearsal.world.deployments().len(), 3);
}

#[tokio::test]
async fn an_unknown_project_or_environment_is_404() {
    let rehearsal = Rehearsal::start().await;
    let answer = rehearsal
        .upload("stg", Recipe::build("1").zip())
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    let elsewhere = format!(
        "{}/api/deployment/upload/00000000-0000-0000-0000-000000000000/qa",
        rehearsal.facts.portal
    );
    let request = rehearsal
        .http
        .post(elsewhere)
        .bearer_auth(&rehearsal.facts.token);
    assert_eq!(
        request.send().await.unwrap().status(),
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_form_or_any_other_content_type_is_415() {
    let rehearsal = Rehearsal::start().await;
    for content_type in [
        "multipart/form-data; boundary=x",
        "application/octet-stream",
        "text/plain",
    ] {
        let request = rehearsal
            .http
            .post(rehearsal.upload_address("qa"))
            .bearer_auth(&rehearsal.facts.token)
            .header("content-type", content_type)
            .body(Recipe::build("1").zip());
        let status = request.send().await.unwrap().status();
        assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{content_type}");
    }
    assert!(rehearsal.world.deployments().is_empty());
}

#[tokio::test]
async fn a_body_that_does_not_begin_like_a_zip_is_400() {
    let rehearsal = Rehearsal::start().await;
    for body in [
        "",
        "PK",
        "--x\r\nContent-Disposition: form-data\r\n\r\nPK\u{3}\u{4}",
    ] {
        let answer = rehearsal.upload("qa", body).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{body:?}");
    }
    assert!(rehearsal.world.deployments().is_empty());
}

#[tokio::test]
async fn a_package_announced_as_too_large_is_413_before_a_byte_is_read() {
    let rehearsal = limited(1_000_000).await;
    // Large enough that the client is still sending when the answer comes.
    let mut body = Recipe::build("1").zip();
    body.resize(50_000_000, 0);
    let answer = rehearsal
        .upload("qa", body)
        .send()
        .await
        .expect("the answer is not lost");
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(rehearsal.world.requests()[0].received, 0);
    assert!(rehearsal.world.deployments().is_empty());
}

#[tokio::test]
async fn a_package_without_an_announced_size_is_413_once_it_is_too_large() {
    let rehearsal = limited(1_000_000).await;
    let mut body = Recipe::build("1").zip();
    body.resize(1_000_001, 0);
    let pieces: Vec<_> = body
        .chunks(10_000)
        .map(|piece| Ok::<_, std::io::Error>(piece.to_vec()))
        .collect();
    let body = Body::wrap_stream(stream::iter(pieces));
    let answer = rehearsal.upload("qa", body).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert!(rehearsal.world.deployments().is_empty());
}

#[tokio::test]
async fn during_maintenance_uploads_are_503_with_a_time_to_wait() {
    let rehearsal = Rehearsal::start().await;
    rehearsal.world.faults().maintenance(true);
    let answer = rehearsal
        .upload("qa", Recipe::build("1").zip())
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.headers()["retry-after"], "120");
    assert!(answer.text().await.unwrap().contains("maintenance"));
    rehearsal.world.faults().maintenance(false);
    let answer = rehearsal
        .upload("qa", Recipe::build("1").zip())
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_body_shorter_than_announced_is_never_accepted() {
    let rehearsal = Rehearsal::start().await;
    let zip = Recipe::build("1").zip();
    let mut stream = TcpStream::connect(host(&rehearsal)).await.unwrap();
    let head = format!(
        "POST /api/deployment/upload/{}/qa HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Type: application/zip\r\nContent-Length: {}\r\n\r\n",
        rehearsal.facts.project_guid,
        host(&rehearsal),
        rehearsal.facts.token,
        zip.len() + 1,
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&zip).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(!answer.starts_with("HTTP/1.1 2"), "{answer}");
    assert_eq!(rehearsal.world.requests()[0].received, zip.len() as u64);
    assert!(rehearsal.world.deployments().is_empty());
}

#[tokio::test]
async fn a_client_that_asks_first_is_told_no_without_sending() {
    let rehearsal = limited(1000).await;
    let mut stream = TcpStream::connect(host(&rehearsal)).await.unwrap();
    let head = format!(
        "POST /api/deployment/upload/{}/qa HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Type: application/zip\r\nContent-Length: 5000000000\r\nExpect: 100-continue\r\n\r\n",
        rehearsal.facts.project_guid,
        host(&rehearsal),
        rehearsal.facts.token,
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 413");
}

#[tokio::test]
async fn the_bytes_of_a_package_are_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let rehearsal = Rehearsal::in_folder(folder.path(), Default::default()).await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    rehearsal
        .upload("qa", "no zip at all")
        .send()
        .await
        .unwrap();
    let incoming = folder.path().join("incoming");
    until("uploads are removed", || {
        incoming.read_dir().unwrap().next().is_none()
    })
    .await;
}

#[tokio::test]
async fn a_discarding_world_counts_the_bytes_and_deploys_nothing() {
    let options = PracticeOptions {
        discard_uploads: true,
        ..PracticeOptions::default()
    };
    let rehearsal = Rehearsal::with(options).await;
    let answer = rehearsal
        .upload("qa", vec![7; 3_000_000])
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(rehearsal.world.requests()[0].received, 3_000_000);
    assert!(rehearsal.world.deployments().is_empty());
}

async fn limited(upload_limit: u64) -> Rehearsal {
    Rehearsal::with(PracticeOptions {
        upload_limit,
        ..PracticeOptions::default()
    })
    .await
}

fn host(rehearsal: &Rehearsal) -> String {
    rehearsal
        .facts
        .portal
        .trim_start_matches("http://")
        .to_owned()
}
