//! Hearing of a newer version, over the network as it is.

use crate::alone::{alone, trust};
use crate::company::{Company, Leads};
use crate::tls::Authority;
use minisign::KeyPair;
use slipway_engine::clock::SystemClock;
use slipway_engine::fault::Fault;
use slipway_engine::portal;
use slipway_engine::update::{Heard, UpdateSource, ask};

const MANIFEST: &str = "updates.example/slipway.json";
const SIGNATURE: &str = "updates.example/slipway.json.minisig";
const NEWER: &str = r#"{"version":"0.2.0","notes":"Quicker.","page":"https://updates.example/"}"#;

/// Somebody who publishes, and a Slipway 0.1.0 that asks.
struct Publisher {
    company: Company,
    keys: KeyPair,
}

impl Publisher {
    async fn new() -> Self {
        let company = Company::with_password(None).await;
        trust(&company.authority.pem);
        let keys = KeyPair::generate_unencrypted_keypair().expect("a pair of keys");
        Self { company, keys }
    }

    fn publishes(&self, manifest: &str) {
        let signed = minisign::sign(None, &self.keys.sk, manifest.as_bytes(), None, None);
        let signed = signed.expect("a signature").into_string();
        self.company
            .leads(MANIFEST, Leads::says("200 OK", manifest));
        self.company.leads(SIGNATURE, Leads::says("200 OK", signed));
    }

    async fn asked(&self) -> Result<Heard, Fault> {
        let proxy = format!("http://127.0.0.1:{}", self.company.port);
        let http = portal::client(Some(&proxy)).expect("a client");
        let address = format!("https://{MANIFEST}");
        let source = UpdateSource::read(&address, &self.keys.pk.to_base64()).expect("a source");
        ask(&http, &source, "0.1.0", &SystemClock::new()).await
    }

    async fn refused(&self) -> String {
        self.asked().await.expect_err("refused").code
    }
}

#[test]
fn a_newer_version_is_told_and_nothing_but_its_two_files_is_asked_for() {
    alone(async || {
        let publisher = Publisher::new().await;
        publisher.publishes(NEWER);
        let Heard::Newer { update } = publisher.asked().await.expect("an answer") else {
            panic!("nothing newer");
        };
        assert_eq!(
            (update.version.as_str(), update.notes.as_str()),
            ("0.2.0", "Quicker.")
        );
        let asked = publisher.company.asked_of("updates.example");
        let lines: Vec<_> = asked
            .iter()
            .filter_map(|asked| asked.head.lines().next())
            .collect();
        assert_eq!(
            lines,
            [
                "GET /slipway.json HTTP/1.1",
                "GET /slipway.json.minisig HTTP/1.1"
            ]
        );
        assert!(asked.iter().all(|asked| asked.header("cookie").is_empty()));
    });
}

#[test]
fn unsigned_foreign_older_garbled_and_endless_answers_are_refused() {
    alone(async || {
        let publisher = Publisher::new().await;
        publisher.publishes(NEWER);
        publisher
            .company
            .leads(SIGNATURE, Leads::says("404 Not Found", ""));
        assert_eq!(publisher.refused().await, "update-unsigned");
        publisher
            .company
            .leads(SIGNATURE, Leads::says("200 OK", "<html>Welcome</html>"));
        assert_eq!(publisher.refused().await, "update-unsigned");

        publisher.publishes(NEWER);
        publisher
            .company
            .leads(MANIFEST, Leads::says("200 OK", NEWER.replace("0.2", "9.9")));
        assert_eq!(publisher.refused().await, "update-signature-wrong");

        publisher.publishes(&NEWER.replace("0.2.0", "0.0.9"));
        assert_eq!(publisher.refused().await, "update-older");
        publisher.publishes("\u{0}\u{1}garbage");
        assert_eq!(publisher.refused().await, "update-unreadable");

        publisher.publishes(NEWER);
        publisher
            .company
            .leads(MANIFEST, Leads::says("200 OK", vec![b'x'; 40 << 20]));
        assert_eq!(publisher.refused().await, "update-too-large");
        publisher.publishes(NEWER);
        publisher
            .company
            .leads(SIGNATURE, Leads::says("200 OK", vec![b'x'; 40 << 20]));
        assert_eq!(publisher.refused().await, "update-too-large");

        publisher
            .company
            .leads(MANIFEST, Leads::says("404 Not Found", ""));
        assert_eq!(publisher.refused().await, "update-not-there");
        publisher
            .company
            .leads(MANIFEST, Leads::says("503 Busy", ""));
        assert_eq!(publisher.refused().await, "update-unreachable");
    });
}

#[test]
fn promise_37_an_update_from_somebody_untrusted_is_not_even_read() {
    alone(async || {
        let publisher = Publisher::new().await;
        publisher.publishes(NEWER);
        trust(&Authority::named("Contoso Root, another one").pem);
        let fault = publisher.asked().await.expect_err("refused");
        assert_eq!(fault.code, "tls-untrusted");
        assert_eq!(fault.params["issuer"], "Contoso Inspection CA");
    });
}
