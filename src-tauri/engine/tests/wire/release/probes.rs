//! Asking a site what the user wants asked of it.

use crate::scripted::taken::Taken;
use crate::scripted::tls::Authority;
use crate::scripted::{LIMIT, Scripted, Step, answer, client, say};
use slipway_engine::clock::{Clock, ManualClock, SystemClock};
use slipway_engine::project::{EnvKey, Environment, EnvironmentKind, SiteExpectation};
use slipway_engine::release::probe::{Expect, Look, LookBecause, Probe, look_at};
use slipway_engine::secret::Secret;
use slipway_engine::units::Count;
use std::time::Duration;

fn probe() -> Probe {
    let environment = Environment {
        key: EnvKey("qa".into()),
        kind: EnvironmentKind::Qa,
        name: "QA".into(),
        site: Some("https://shop.example".into()),
        expectation: SiteExpectation::default(),
    };
    Probe {
        tries: 1,
        ..Probe::start_page(&environment).expect("a site")
    }
}

async fn look(probe: &Probe, site: &str) -> Look {
    look_with(probe, site, None, &SystemClock::new()).await
}

async fn look_with(probe: &Probe, site: &str, password: Option<&str>, clock: &dyn Clock) -> Look {
    let http = client();
    let password = password.map(|text| Secret::from(text.to_owned()));
    let looking = look_at(
        probe,
        Some(site),
        password.as_ref(),
        probe.tries,
        &http,
        clock,
    );
    let looked = tokio::time::timeout(LIMIT, looking).await;
    looked.expect("a look ends in time").look
}

fn page(body: &str) -> Vec<Step> {
    vec![Step::Head, answer(200, "Content-Type: text/html\r\n", body)]
}

fn on_to(status: u16, location: &str) -> Vec<Step> {
    let headers = format!("Location: {location}\r\n");
    vec![Step::Head, answer(status, &headers, "")]
}

fn param<'a>(look: &'a Look, key: &str) -> &'a str {
    look.params.get(key).map_or("", String::as_str)
}

#[tokio::test]
async fn promise_40_a_look_is_kept_with_status_duration_and_the_hash_of_its_page() {
    let server = Scripted::start(vec![page("abc")]).await;
    let look = look(&probe(), &server.origin()).await;
    assert!(look.works);
    assert_eq!(look.because, LookBecause::AsExpected);
    assert_eq!((look.status, look.tries), (Some(200), 1));
    assert_eq!(
        look.body_sha256.as_deref(),
        Some("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    );
}

#[tokio::test]
async fn promise_40_what_does_not_work_is_tried_three_times_with_a_moment_in_between() {
    let down = || vec![Step::Head, answer(500, "", "")];
    let server = Scripted::start(vec![down(), down(), page("")]).await;
    let clock = ManualClock::default();
    let three = Probe {
        tries: 3,
        ..probe()
    };
    let site = server.origin();
    let waiting = async {
        for number in 0..2 {
            server.until(number, |seen| seen.over).await;
            // The moment may begin only after this clock went on: it goes on until it is over.
            let next = || server.until(number + 1, |_| true);
            let a_little = Duration::from_millis(50);
            while tokio::time::timeout(a_little, next()).await.is_err() {
                clock.advance(Duration::from_millis(500));
            }
        }
    };
    let (look, ()) = tokio::join!(look_with(&three, &site, None, &clock), waiting);
    assert!(look.works);
    assert_eq!((look.tries, server.connections()), (3, 3));
}

#[tokio::test]
async fn promise_40_no_try_takes_longer_than_its_limit_and_none_longer_than_ten_seconds() {
    for (limit_ms, given_up_after) in [(2_000, 2_000), (60_000, 10_000)] {
        let server = Scripted::start(vec![vec![Step::Head, Step::Drain]]).await;
        let clock = ManualClock::default();
        let patient = Probe {
            limit_ms,
            ..probe()
        };
        let site = server.origin();
        let silence = async {
            server.until(0, |seen| !seen.head.is_empty()).await;
            clock.waited_for_by(1).await;
            clock.advance(Duration::from_millis(given_up_after));
        };
        let (look, ()) = tokio::join!(look_with(&patient, &site, None, &clock), silence);
        assert_eq!(look.because, LookBecause::TooSlow);
        assert_eq!(look.took_ms, Count(given_up_after));
        server.until(0, |seen| seen.over).await;
    }
}

#[tokio::test]
async fn another_status_says_which_came_and_which_was_meant() {
    let server = Scripted::start(vec![vec![Step::Head, answer(404, "", "")]]).await;
    let look = look(&probe(), &server.origin()).await;
    assert_eq!(look.because, LookBecause::OtherStatus);
    assert_eq!(
        (param(&look, "status"), param(&look, "expected")),
        ("404", "200")
    );
}

#[tokio::test]
async fn text_and_selector_must_both_be_in_the_page() {
    let html = "<main><h1 class='title'>K\u{e1}va &amp; \u{10d}aj</h1></main>";
    let server = Scripted::start(vec![page(html); 3]).await;
    let both = Probe {
        text: Some("K\u{e1}va & \u{10d}aj".into()),
        selector: Some("main > h1.title".into()),
        ..probe()
    };
    assert!(look(&both, &server.origin()).await.works);
    let text = Probe {
        text: Some("Kakao".into()),
        ..both.clone()
    };
    let missing = look(&text, &server.origin()).await;
    assert_eq!(missing.because, LookBecause::TextMissing);
    assert_eq!(param(&missing, "text"), "Kakao");
    let selector = Probe {
        selector: Some("main > h2".into()),
        ..both
    };
    let missing = look(&selector, &server.origin()).await;
    assert_eq!(missing.because, LookBecause::SelectorMissing);
    assert!(missing.body_sha256.is_some());
}

#[tokio::test]
async fn an_expected_redirect_is_checked_and_not_followed() {
    let to = |status, to: Option<&str>| Probe {
        expect: Expect::Redirect {
            status,
            to: to.map(str::to_owned),
        },
        ..probe()
    };
    let cases = [
        (to(Some(301), Some("/en")), LookBecause::AsExpected),
        (to(None, None), LookBecause::AsExpected),
        (to(Some(302), Some("/en")), LookBecause::OtherStatus),
        (to(Some(301), Some("/de")), LookBecause::Redirected),
    ];
    for (probe, because) in cases {
        let server = Scripted::start(vec![on_to(301, "/en?token=4711")]).await;
        let look = look(&probe, &server.origin()).await;
        assert_eq!(look.because, because, "{:?}", probe.expect);
        assert_eq!(server.connections(), 1);
        assert_eq!(look.redirects, [format!("{}/en", server.origin())]);
    }
    let server = Scripted::start(vec![page("")]).await;
    let stays = look(&to(None, None), &server.origin()).await;
    assert_eq!(stays.because, LookBecause::OtherStatus);
}

#[tokio::test]
async fn promise_36_a_password_goes_to_its_own_host_and_to_no_other() {
    let other = Scripted::start(vec![page("elsewhere")]).await;
    let away = format!("{}/in", other.origin());
    let server = Scripted::start(vec![on_to(302, "/en"), on_to(302, &away)]).await;
    let guarded = Probe {
        user: Some("tom".into()),
        ..probe()
    };
    let clock = SystemClock::new();
    let look = look_with(&guarded, &server.origin(), Some("open sesame"), &clock).await;
    // tom:open sesame
    for number in 0..2 {
        let sent = server.seen(number).header("authorization").to_owned();
        assert_eq!(sent, "Basic dG9tOm9wZW4gc2VzYW1l");
    }
    assert_eq!(look.because, LookBecause::RedirectedElsewhere);
    assert_eq!(param(&look, "to"), other.origin());
    assert_eq!(other.connections(), 0);
    assert!(!format!("{look:?}").contains("sesame"));
}

#[tokio::test]
async fn a_sign_in_page_is_not_mistaken_for_success() {
    let form = "<form><input type=password name=p></form>";
    let scripts = [
        vec![page(form)],
        vec![on_to(302, "/sign-in?returnUrl=/account")],
        vec![on_to(302, "https://login.example/oauth2/authorize?x=1")],
    ];
    for scripts in scripts {
        let server = Scripted::start(scripts).await;
        let look = look(&probe(), &server.origin()).await;
        assert_eq!(look.because, LookBecause::LoginPage);
        assert!(!look.works);
        assert!(!param(&look, "to").contains('?'), "{:?}", look.params);
        assert_eq!(server.connections(), 1);
    }
}

#[tokio::test]
async fn a_sign_in_page_is_fine_where_the_user_says_so() {
    let form = "<form><input type=password name=p></form>";
    let server = Scripted::start(vec![on_to(302, "/sign-in"), page(form)]).await;
    let admin = Probe {
        login_is_fine: true,
        ..probe()
    };
    let look = look(&admin, &server.origin()).await;
    assert!(look.works, "{:?}", look.because);
    assert_eq!(look.redirects, [format!("{}/sign-in", server.origin())]);
}

#[tokio::test]
async fn redirects_without_end_are_given_up() {
    let server = Scripted::start(vec![on_to(302, "/again"); 10]).await;
    let look = look(&probe(), &server.origin()).await;
    assert_eq!(look.because, LookBecause::Redirected);
    assert_eq!(server.connections(), 6);
}

#[tokio::test]
async fn a_site_that_takes_no_connection_or_breaks_it_gives_no_answer() {
    let taken = Taken::port();
    let refused = look(&probe(), &format!("http://127.0.0.1:{}", taken.port)).await;
    assert_eq!(refused.because, LookBecause::NoAnswer);
    let begun = say("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<html>");
    let server = Scripted::start(vec![vec![Step::Head, begun, Step::Close]]).await;
    let broken = look(&probe(), &server.origin()).await;
    assert_eq!(broken.because, LookBecause::NoAnswer);
    assert_eq!(broken.status, Some(200));
}

#[tokio::test]
async fn a_name_that_leads_nowhere_is_told_from_a_site_that_is_down() {
    // No name server is asked for a name that is too long to be one.
    let site = format!("https://{}.example", "a".repeat(64));
    let look = look(&probe(), &site).await;
    assert_eq!(look.because, LookBecause::NotResolved);
    assert!(!look.because.is_about_the_site());
}

#[tokio::test]
async fn promise_37_a_certificate_nobody_trusts_names_its_issuer() {
    let authority = Authority::named("Fabrikam Inspection CA");
    let script = vec![
        Step::Tls(authority.server("localhost", 2090)),
        Step::Head,
        answer(200, "", ""),
    ];
    let server = Scripted::start(vec![script]).await;
    let look = look(&probe(), &server.secure_origin()).await;
    assert_eq!(look.because, LookBecause::NotTrusted);
    assert!(
        param(&look, "issuer").contains("Fabrikam"),
        "{:?}",
        look.params
    );
}

#[tokio::test]
async fn an_address_outside_the_site_that_is_private_is_never_asked() {
    let server = Scripted::start(vec![page("")]).await;
    let inside = Probe {
        address: format!("{}/", server.origin()),
        ..probe()
    };
    let look = look(&inside, "https://shop.example").await;
    assert_eq!(look.because, LookBecause::AddressUnreadable);
    assert_eq!(param(&look, "problem"), "probe-address-private");
    assert_eq!(server.connections(), 0);
}

const SITE: &str = "SLIPWAY_TEST_SITE";

/// What a look at `site` comes to on a computer that trusts `authority` alone: the operating
/// system's authorities are read once per client, so it runs in a process of its own.
async fn look_trusting(authority: &Authority, site: &str) -> String {
    use std::io::Write;
    let mut trusted = tempfile::NamedTempFile::new().expect("a file");
    trusted
        .write_all(authority.pem.as_bytes())
        .expect("it is written");
    let program = std::env::current_exe().expect("this program");
    let output = tokio::process::Command::new(program)
        .args(["--exact", "release::probes::look_as_told", "--ignored"])
        .arg("--nocapture")
        .env_remove("SSL_CERT_DIR")
        .env("SSL_CERT_FILE", trusted.path())
        .env(SITE, site)
        .stdin(std::process::Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let told = said
        .split_once("told: ")
        .and_then(|(_, rest)| rest.lines().next());
    told.unwrap_or_else(|| panic!("nothing told: {output:?}"))
        .to_owned()
}

#[tokio::test]
#[ignore = "run by the others, in a process of its own"]
async fn look_as_told() {
    let site = std::env::var(SITE).expect("where to");
    let (http, clock) = (client(), SystemClock::new());
    let looked = look_at(&probe(), Some(&site), None, 1, &http, &clock).await;
    let certificate = looked.answered.and_then(|answered| answered.certificate);
    println!("\ntold: {:?} {certificate:?}", looked.look.because);
}

#[tokio::test]
async fn a_certificate_that_ran_out_is_told_from_one_that_is_not_trusted() {
    let authority = Authority::named("Contoso CA");
    let script = vec![
        Step::Tls(authority.server("localhost", 2021)),
        Step::Head,
        answer(200, "", ""),
    ];
    let server = Scripted::start(vec![script]).await;
    let told = look_trusting(&authority, &server.secure_origin()).await;
    assert!(told.starts_with("CertificateExpired"), "{told}");
}

#[tokio::test]
async fn a_trusted_site_tells_whose_certificate_it_has_and_until_when() {
    let authority = Authority::named("Contoso CA");
    let script = vec![
        Step::Tls(authority.server("localhost", 2090)),
        Step::Head,
        answer(200, "", ""),
    ];
    let server = Scripted::start(vec![script]).await;
    let told = look_trusting(&authority, &server.secure_origin()).await;
    assert!(told.starts_with("AsExpected"), "{told}");
    assert!(
        told.contains("Contoso CA") && told.contains("2090-01-01"),
        "{told}"
    );
}
