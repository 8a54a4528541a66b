//! What visitors find on a site, and how it is set up.

use crate::support::{Recipe, Rehearsal};
use reqwest::StatusCode;
use serde_json::json;
use slipway_practice::{Moved, SiteLogin, SiteSetup, SiteTrouble};
use std::collections::BTreeMap;

#[tokio::test]
async fn the_shop_has_several_pages_and_each_tells_its_build() {
    let rehearsal = open_shop().await;
    let site = rehearsal.site("qa");
    for (path, text) in [
        ("/", "gone by Friday"),
        ("/products", "Nyeri Highlands"),
        ("/contact", "Write to us"),
        ("/sign-in", "Sign in"),
        ("/newsletter/confirm", "on the list"),
    ] {
        let answer = rehearsal.get(&format!("{site}{path}")).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        let page = answer.text().await.unwrap();
        assert!(page.contains(text), "{path}");
        assert!(
            page.contains("<meta name=\"build\" content=\"1\">"),
            "{path}"
        );
    }
    let account = rehearsal.get(&format!("{site}/account")).await;
    assert_eq!(account.status(), StatusCode::FOUND);
    assert_eq!(
        account.headers()["location"],
        "/sign-in?returnUrl=%2Faccount"
    );
}

#[tokio::test]
async fn headers_are_the_usual_ones_until_an_environment_is_set_up_otherwise() {
    let rehearsal = open_shop().await;
    let site = rehearsal.site("qa");
    let usual = rehearsal.get(&site).await;
    assert_eq!(usual.headers()["x-frame-options"], "SAMEORIGIN");
    assert_eq!(usual.headers()["cache-control"], "no-cache, no-store");

    let headers = [
        ("X-Frame-Options", ""),
        ("cache-control", "public, max-age=60"),
        ("x-powered-by", "Alder"),
    ];
    let setup = SiteSetup {
        headers: headers.map(|(n, v)| (n.to_owned(), v.to_owned())).into(),
        ..SiteSetup::default()
    };
    rehearsal.world.faults().set_up_site("QA", Some(setup));
    let other = rehearsal.get(&site).await;
    assert!(!other.headers().contains_key("x-frame-options"));
    assert_eq!(other.headers()["cache-control"], "public, max-age=60");
    assert_eq!(other.headers()["x-powered-by"], "Alder");
    assert_eq!(other.headers()["x-content-type-options"], "nosniff");

    rehearsal.world.faults().set_up_site("qa", None);
    let again = rehearsal.get(&site).await;
    assert_eq!(again.headers()["x-frame-options"], "SAMEORIGIN");
}

#[tokio::test]
async fn a_password_is_asked_of_every_visitor_and_noted_as_brought_only() {
    let rehearsal = open_shop().await;
    let login = SiteLogin {
        user: "taster".into(),
        password: "Harbour 7".into(),
    };
    assert!(!format!("{login:?}").contains("Harbour"));
    let setup = SiteSetup {
        basic_auth: Some(login),
        ..SiteSetup::default()
    };
    rehearsal.world.faults().set_up_site("qa", Some(setup));
    let site = rehearsal.site("qa");
    let stranger = rehearsal.get(&site).await;
    assert_eq!(stranger.status(), StatusCode::UNAUTHORIZED);
    assert!(
        stranger.headers()["www-authenticate"]
            .to_str()
            .unwrap()
            .starts_with("Basic")
    );

    for (password, status) in [
        ("Harbour 7", StatusCode::OK),
        ("harbour 7", StatusCode::UNAUTHORIZED),
    ] {
        let asked = rehearsal
            .http
            .get(&site)
            .basic_auth("taster", Some(password));
        assert_eq!(asked.send().await.unwrap().status(), status);
    }
    let brought: Vec<_> = rehearsal
        .world
        .requests()
        .iter()
        .filter(|seen| seen.place == "qa")
        .map(|seen| seen.with_credentials)
        .collect();
    assert_eq!(brought, [false, true, true]);
}

#[tokio::test]
async fn moved_pages_send_on_within_the_site_and_to_another_host() {
    let rehearsal = open_shop().await;
    let moved = BTreeMap::from([
        ("/beans".to_owned(), moved("/products", 301)),
        ("/".to_owned(), moved("https://shop.example/", 302)),
    ]);
    let setup = SiteSetup {
        moved,
        ..SiteSetup::default()
    };
    rehearsal.world.faults().set_up_site("qa", Some(setup));
    let site = rehearsal.site("qa");
    for (path, status, to) in [
        ("/beans", 301, "/products"),
        ("/", 302, "https://shop.example/"),
    ] {
        let answer = rehearsal.get(&format!("{site}{path}")).await;
        assert_eq!(answer.status().as_u16(), status);
        assert_eq!(answer.headers()["location"], to);
    }
}

#[tokio::test]
async fn behind_a_login_wall_every_page_sends_to_the_sign_in_page() {
    let rehearsal = open_shop().await;
    rehearsal
        .world
        .faults()
        .site("qa", Some(SiteTrouble::LoginWall));
    let site = rehearsal.site("qa");
    for path in ["/", "/products", "/status"] {
        let answer = rehearsal.get(&format!("{site}{path}")).await;
        assert_eq!(answer.status(), StatusCode::FOUND, "{path}");
        assert!(
            answer.headers()["location"]
                .to_str()
                .unwrap()
                .starts_with("/sign-in?")
        );
    }
    let sign_in = rehearsal.get(&format!("{site}/sign-in")).await;
    assert_eq!(sign_in.status(), StatusCode::OK);
    assert!(sign_in.text().await.unwrap().contains("type=\"password\""));
}

#[tokio::test]
async fn a_page_can_lack_a_text_and_still_be_well_otherwise() {
    let rehearsal = open_shop().await;
    let trouble = json!({ "trouble": { "kind": "missing-text", "path": "/products", "text": "Harbour Blend" } });
    let ordered = rehearsal
        .http
        .post(format!("{}/sites/qa", rehearsal.facts.control))
        .json(&trouble);
    assert_eq!(
        ordered.send().await.unwrap().status(),
        StatusCode::NO_CONTENT
    );
    let site = rehearsal.site("qa");
    let products = rehearsal.text(&format!("{site}/products")).await;
    assert!(!products.contains("Harbour Blend") && products.contains("Night Shift Decaf"));
    assert!(rehearsal.text(&site).await.contains("Harbour Blend"));
}

#[tokio::test]
async fn a_site_is_set_up_by_a_control_call() {
    let rehearsal = open_shop().await;
    let setup = json!({ "setup": { "headers": { "x-frame-options": "DENY" }, "moved": { "/old": { "to": "/" } },
        "basic_auth": { "user": "a", "password": "b" } } });
    for (env, status) in [
        ("qa", StatusCode::NO_CONTENT),
        ("moon", StatusCode::NOT_FOUND),
    ] {
        let address = format!("{}/sites/{env}/setup", rehearsal.facts.control);
        let answer = rehearsal
            .http
            .post(address)
            .json(&setup)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), status, "{env}");
    }
    let asked = rehearsal
        .http
        .get(format!("{}/old", rehearsal.site("qa")))
        .basic_auth("a", Some("b"));
    let answer = asked.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::FOUND);
    assert_eq!(answer.headers()["x-frame-options"], "DENY");
}

fn moved(to: &str, status: u16) -> Moved {
    Moved {
        to: to.into(),
        status,
    }
}

async fn open_shop() -> Rehearsal {
    let rehearsal = Rehearsal::start().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    rehearsal
}
