//! Who is asked over the network, and what their answers tell.

use super::*;
use crate::clock::Clock;
use crate::project::{
    EnvKey, Environment, EnvironmentKind, Plan, Project, Role, SiteExpectation, read_portal_address,
};
use crate::units::Moment;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

fn project(portal: &str, sites: &[&str], practice: bool) -> Project {
    let address = read_portal_address("1c45b91e-22d0-4b4b-9d0c-6f5f2f0f1a11").expect("an address");
    let environment = |site: &&str| Environment {
        key: EnvKey("qa".into()),
        kind: EnvironmentKind::Qa,
        name: "QA".into(),
        site: Some((*site).to_owned()),
        expectation: SiteExpectation::default(),
    };
    Project {
        id: "p".into(),
        name: "Dancing Goat".into(),
        guid: address.guid,
        portal: portal.into(),
        plan: Plan::Custom,
        role: Role::DevopsEngineer,
        environments: sites.iter().map(environment).collect(),
        practice,
        created_at: Moment(jiff::Timestamp::UNIX_EPOCH),
    }
}

#[test]
fn promise_36_only_hosts_of_the_users_projects_are_asked_each_once() {
    let projects = [
        project(
            "https://xperience-portal.com",
            &["https://qa.example/en?x=1", "https://qa.example/de"],
            false,
        ),
        project(
            "https://xperience-portal.com",
            &["ftp://other.example", "no address"],
            false,
        ),
        project("http://127.0.0.1:4711", &["http://127.0.0.1:4712"], true),
    ];
    assert_eq!(
        hosts_of(&projects),
        ["https://xperience-portal.com", "https://qa.example"]
    );
}

/// A server that gives one answer to everybody, or hangs up.
async fn server(answer: Option<String>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                match stream.read_u8().await {
                    Ok(byte) => head.push(byte),
                    Err(_) => break,
                }
            }
            if let Some(answer) = &answer {
                // Who hangs up early has heard enough.
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        }
    });
    format!("http://127.0.0.1:{port}")
}

fn answer(status: &str, headers: &str) -> Option<String> {
    Some(format!(
        "HTTP/1.1 {status}\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n"
    ))
}

async fn look_at(host: &str) -> AidFinding {
    let http = crate::portal::client(None).expect("a client");
    let proxies = Proxies {
        entered: None,
        of_system: &|_| Some("http://proxy.example:8080".to_owned()),
        variable: &|_| None,
    };
    look_at_network(&http, host, &proxies, &SystemClock::new()).await
}

#[tokio::test]
async fn a_host_that_answers_is_fine_whatever_it_says() {
    for status in [
        "200 OK",
        "302 Found",
        "401 Unauthorized",
        "503 Service Unavailable",
    ] {
        let found =
            look_at(&server(answer(status, "Location: https://elsewhere.example/\r\n")).await)
                .await;
        assert_eq!(
            (found.outcome, found.code.as_str()),
            (AidOutcome::Fine, "network-answers-plain")
        );
        assert_eq!(found.params["status"], status[..3]);
    }
}

#[tokio::test]
async fn it_is_told_how_far_a_question_got() {
    let broken = look_at(&server(None).await).await;
    assert_eq!(
        (broken.outcome, broken.code.as_str()),
        (AidOutcome::NotWorking, "network-broken")
    );
    let asks = look_at(&server(answer("407 Proxy Authentication Required", "")).await).await;
    assert_eq!(
        (asks.code.as_str(), asks.params["proxy"].as_str()),
        ("network-proxy-password", "http://proxy.example:8080")
    );
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let nobody = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let refused = look_at(&nobody).await;
    assert_eq!(
        (refused.code.as_str(), refused.params["host"].as_str()),
        ("network-not-connected", "127.0.0.1")
    );
    let unknown = look_at("http://no-such-host.invalid").await;
    assert_eq!(
        (unknown.code.as_str(), unknown.params["host"].as_str()),
        ("network-no-name", "no-such-host.invalid")
    );
}

/// A clock that stands at a moment of the test's choice.
struct Stopped(jiff::Timestamp);

impl Clock for Stopped {
    fn now(&self) -> Moment {
        Moment(self.0)
    }
    fn elapsed(&self) -> std::time::Duration {
        std::time::Duration::ZERO
    }
    fn wait(&self, duration: std::time::Duration) -> futures_util::future::BoxFuture<'static, ()> {
        SystemClock::new().wait(duration)
    }
}

#[tokio::test]
async fn promise_15_a_clock_is_held_against_the_first_host_that_tells_the_time() {
    let http = crate::portal::client(None).expect("a client");
    let silent = server(answer("200 OK", "")).await;
    let telling = server(answer("200 OK", "Date: Sun, 22 Nov 2026 12:00:00 GMT\r\n")).await;
    for (here, outcome, code, minutes) in [
        ("2026-11-22T12:00:41Z", AidOutcome::Fine, "clock-fine", None),
        (
            "2026-11-22T12:04:00Z",
            AidOutcome::Attention,
            "clock-ahead",
            Some("4"),
        ),
        (
            "2026-11-22T11:00:00Z",
            AidOutcome::NotWorking,
            "clock-behind",
            Some("60"),
        ),
    ] {
        let clock = Stopped(here.parse().expect("a moment"));
        let found = look_at_clock(&http, &[silent.clone(), telling.clone()], &clock).await;
        assert_eq!((found.outcome, found.code.as_str()), (outcome, code));
        assert_eq!(found.params.get("n").map(String::as_str), minutes);
    }
    let found = look_at_clock(&http, &[silent], &SystemClock::new()).await;
    assert_eq!(
        (found.outcome, found.code.as_str()),
        (AidOutcome::NotTested, "clock-not-known")
    );
}
