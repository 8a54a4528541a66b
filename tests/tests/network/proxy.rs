//! Behind a proxy that asks who it is.

use crate::alone::{alone, trust};
use crate::company::Company;
use crate::errand::{Errand, SITE};
use slipway_engine::clock::SystemClock;
use slipway_engine::desk::SiteState;
use slipway_engine::portal::{self, UploadOutcome};
use slipway_engine::project::SiteExpectation;
use slipway_engine::release::look;

/// With signs that mean something in an address.
const USER: &str = "petra:s@fe w/rd";
const IN_ADDRESS: &str = "petra:s%40fe%20w%2Frd";

fn address(company: &Company, credentials: &str) -> String {
    format!("http://{credentials}@127.0.0.1:{}", company.port)
}

#[test]
fn with_the_right_password_upload_transfer_and_looks_go_through_the_proxy() {
    alone(async || {
        let company = Company::with_password(Some(USER)).await;
        trust(&company.authority.pem);
        let errand = Errand::to(&company).await;
        let proxy = address(&company, IN_ADDRESS);
        let http = portal::client(Some(&proxy)).expect("a client");

        let outcome = errand.upload(&http).await;
        assert!(
            matches!(outcome, UploadOutcome::Accepted { .. }),
            "{outcome:?}"
        );
        let report = errand.transfer(&proxy).await.expect("it begins");
        assert!(report.all_is_well(), "{report:?}");
        assert_eq!(errand.arrived(), [("db.bacpac".to_owned(), 70_000)]);
        let (expectation, clock) = (SiteExpectation::default(), SystemClock::new());
        let seen = look(&http, SITE, &expectation, &clock).await;
        assert_eq!(seen.sample.state, SiteState::AsExpected, "{seen:?}");

        // The password is the proxy's alone: nobody behind it hears of it.
        for asked in company.asked() {
            let told = !asked.header("proxy-authorization").is_empty();
            assert_eq!(told, asked.method == "CONNECT", "{asked:?}");
        }
    });
}

#[test]
fn with_a_wrong_password_or_none_the_proxy_is_said_to_ask_and_nothing_gets_out() {
    alone(async || {
        let company = Company::with_password(Some(USER)).await;
        trust(&company.authority.pem);
        let errand = Errand::to(&company).await;
        for credentials in ["petra:wrong-word", "petra:", ":"] {
            let proxy = address(&company, credentials);
            let http = portal::client(Some(&proxy)).expect("a client");
            let UploadOutcome::NotSent(fault) = errand.upload(&http).await else {
                panic!("it was sent");
            };
            assert_eq!(fault.code, "proxy-asks-for-password", "{fault:?}");
            let (expectation, clock) = (SiteExpectation::default(), SystemClock::new());
            let seen = look(&http, SITE, &expectation, &clock).await;
            assert_eq!(seen.sample.state, SiteState::Unknown, "{seen:?}");
        }
        let asked = company.asked();
        assert!(
            asked.iter().all(|asked| asked.method == "CONNECT"),
            "{asked:?}"
        );
        assert!(errand.arrived().is_empty());
    });
}

#[test]
fn what_is_not_encrypted_is_asked_of_the_proxy_in_absolute_form() {
    alone(async || {
        let company = Company::with_password(Some(USER)).await;
        Errand::to(&company).await;
        let http = portal::client(Some(&address(&company, IN_ADDRESS))).expect("a client");
        let answer = http
            .get("http://shop.example/en?x=1")
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), 200);
        let asked = company.asked();
        assert_eq!(asked.len(), 1, "{asked:?}");
        assert!(
            asked[0]
                .head
                .starts_with("GET http://shop.example/en?x=1 HTTP/1.1\r\n")
        );
        let refused = portal::client(Some(&address(&company, "petra:wrong-word")));
        let answer = refused
            .expect("a client")
            .get("http://shop.example/")
            .send()
            .await;
        assert_eq!(answer.expect("an answer").status(), 407);
    });
}
