//! Whom Slipway believes (promise 37), in everything it does.

use crate::alone::{alone, trust};
use crate::company::Company;
use crate::errand::{Errand, SITE};
use crate::tls::Authority;
use slipway_engine::clock::SystemClock;
use slipway_engine::portal::{self, UploadOutcome};
use slipway_engine::release::domains::{
    DomainAsked, DomainKind, DomainSays, NameServers, look_at_domains,
};
use std::path::Path;

#[test]
fn promise_37_a_companys_authority_nobody_installed_is_refused_and_named() {
    alone(async || {
        let company = Company::with_password(None).await;
        trust(&Authority::named("Contoso Root, another one").pem);
        let errand = Errand::to(&company).await;
        let proxy = format!("http://127.0.0.1:{}", company.port);
        let http = portal::client(Some(&proxy)).expect("a client");

        let UploadOutcome::NotSent(fault) = errand.upload(&http).await else {
            panic!("it was sent");
        };
        assert_eq!(fault.code, "tls-untrusted");
        assert_eq!(fault.params["issuer"], "Contoso Inspection CA");
        let means = portal_words(&fault.code, "means").replace("{issuer}", &fault.params["issuer"]);
        assert!(means.contains("Contoso Inspection CA"), "{means}");

        let domain = DomainAsked {
            name: SITE.into(),
            kind: DomainKind::Channel,
            records: String::new(),
        };
        let looks = look_at_domains(
            &[domain],
            &[],
            &http,
            NameServers::System,
            &SystemClock::new(),
        )
        .await;
        assert_eq!(looks[0].says, DomainSays::NotTrusted);
        let look = looks[0].look.as_ref().expect("a look");
        assert_eq!(look.params["issuer"], "Contoso Inspection CA");

        let report = errand.transfer(&proxy).await;
        let told = format!("{report:?}");
        assert!(
            told.contains("tls-untrusted") && told.contains("Contoso Inspection CA"),
            "{told}"
        );
        let inside = company
            .asked()
            .into_iter()
            .filter(|it| it.method != "CONNECT");
        assert_eq!(inside.count(), 0, "nothing was said to somebody untrusted");
    });
}

#[test]
fn promise_37_once_the_authority_is_installed_the_same_errand_works() {
    alone(async || {
        let company = Company::with_password(None).await;
        let errand = Errand::to(&company).await;
        let proxy = format!("http://127.0.0.1:{}", company.port);
        trust(&Authority::named("Contoso Root, another one").pem);
        let before = portal::client(Some(&proxy)).expect("a client");
        assert!(matches!(
            errand.upload(&before).await,
            UploadOutcome::NotSent(_)
        ));
        trust(&company.authority.pem);
        let after = portal::client(Some(&proxy)).expect("a client");
        let outcome = errand.upload(&after).await;
        assert!(
            matches!(outcome, UploadOutcome::Accepted { .. }),
            "{outcome:?}"
        );
    });
}

/// There is one place where connections are made, and none that would accept any certificate.
#[test]
fn promise_37_nothing_in_the_source_could_ignore_a_certificate() {
    // Without the folder of these tests in it, whose name is left out below.
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src-tauri");
    let sources = sources.canonicalize().expect("it is there");
    let mut clients = Vec::new();
    for part in ["engine/src", "app", "cli/src"] {
        each_source(&sources.join(part), &mut |path, text| {
            for switch in ["danger_accept", "with_root_certificates", "SSL_VERIFY_NONE"] {
                assert!(!text.contains(switch), "{}: {switch}", path.display());
            }
            let makes = [
                "Client::builder()",
                "ClientBuilder",
                "Client::new()",
                "TcpStream::connect",
            ];
            if makes.iter().any(|maker| text.contains(maker)) {
                let name = path.strip_prefix(&sources).expect("it is in there");
                clients.push(name.display().to_string());
            }
        });
    }
    assert_eq!(clients, ["engine/src/portal/http.rs"]);
}

fn each_source(folder: &Path, read: &mut impl FnMut(&Path, &str)) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            each_source(&path, read);
        } else if path.extension().is_some_and(|it| it == "rs") {
            // What a test of its own does beside the code is not what ships.
            let text = std::fs::read_to_string(&path).expect("text");
            let shipped = text.split("#[cfg(test)]\nmod tests {").next();
            if !path.components().any(|part| part.as_os_str() == "tests") {
                read(&path, shipped.unwrap_or_default());
            }
        }
    }
}

fn portal_words(code: &str, part: &str) -> String {
    let catalog = include_str!("../../../ui/src/copy/messages/faults-portal.en.json");
    let catalog: serde_json::Value = serde_json::from_str(catalog).expect("a catalog");
    let words = catalog[format!("fault.{code}.{part}")].as_str();
    words.expect("words").to_owned()
}
