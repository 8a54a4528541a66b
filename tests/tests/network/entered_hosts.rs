//! Whom Slipway talks to (promise 36): every name any errand asks for, as a proxy hears them that
//! everything has to go through.

use crate::alone::{alone, trust};
use crate::company::{Asked, Company, Leads};
use crate::errand::{Errand, SITE, STORAGE, TOKEN};
use slipway_engine::blob::transfer::TransferReport;
use slipway_engine::clock::SystemClock;
use slipway_engine::fault::Fault;
use slipway_engine::portal::{self, UploadOutcome};
use slipway_engine::project::SiteExpectation;
use slipway_engine::release::domains::{
    DomainAsked, DomainKind, DomainLook, NameServers, look_at_domains,
};
use slipway_engine::release::look;
use slipway_engine::release::monitor::{MetricsSource, ask_server};
use slipway_engine::release::probe::{LookBecause, LookedAt, Probe, look_at};
use slipway_engine::secret::Secret;
use slipway_engine::update::{self, Heard, UpdateSource};
use slipway_tests::releasing;
use std::collections::BTreeSet;

const METRICS: &str = "https://metrics.example";
const UPDATES: &str = "https://updates.example/slipway.json";
const KEY: &str = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
/// Whom nobody entered, and everybody sends on to.
const STRANGER: &str = "stranger.example";
const PROBE_PASSWORD: &str = "probe-word-kept-apart";
const METRICS_KEY: &str = "metrics-key-kept-apart";
/// What stands in a request where it is used, and whom it is for.
const SECRETS: [(&str, &str); 4] = [
    (TOKEN, "portal.example"),
    ("sig=", STORAGE),
    // `petra:probe-word-kept-apart`
    ("cGV0cmE6cHJvYmUtd29yZC1rZXB0LWFwYXJ0", "shop.example"),
    (METRICS_KEY, "metrics.example"),
];

/// What all errands came to.
struct Day {
    upload: UploadOutcome,
    transfer: Result<TransferReport, Fault>,
    probe: LookedAt,
    domains: Vec<DomainLook>,
    metrics: Option<Fault>,
    updates: Result<Heard, Fault>,
}

/// Runs every errand there is, once.
async fn a_whole_day(company: &Company, errand: &Errand) -> Day {
    let proxy = format!("http://127.0.0.1:{}", company.port);
    let http = portal::client(Some(&proxy)).expect("a client");
    let clock = SystemClock::new();
    let probe = Probe {
        user: Some("petra".into()),
        ..releasing::probe("uat", "/")
    };
    let password = Secret::from(PROBE_PASSWORD.to_owned());
    let domain = DomainAsked {
        name: "www.shop.example".into(),
        kind: DomainKind::Channel,
        records: String::new(),
    };
    let app = "1c45b91e-22d0-4b4b-9d0c-6f5f2f0f1a11";
    let source = MetricsSource::new(app, Secret::from(METRICS_KEY.to_owned()));
    look(&http, SITE, &SiteExpectation::default(), &clock).await;
    Day {
        upload: errand.upload(&http).await,
        transfer: errand.transfer(&proxy).await,
        probe: look_at(&probe, Some(SITE), Some(&password), 1, &http, &clock).await,
        domains: look_at_domains(&[domain], &[], &http, NameServers::System, &clock).await,
        metrics: ask_server(&source.expect("a source"), METRICS, &http, &clock)
            .await
            .fault,
        updates: {
            let source = UpdateSource::read(UPDATES, KEY).expect("a source");
            update::ask(&http, &source, "0.1.0", &clock).await
        },
    }
}

fn hosts(asked: &[Asked]) -> BTreeSet<&str> {
    asked.iter().map(|asked| asked.host.as_str()).collect()
}

#[test]
fn promise_36_every_errand_asks_the_hosts_that_were_entered_and_no_other() {
    alone(async || {
        let company = Company::with_password(None).await;
        trust(&company.authority.pem);
        let errand = Errand::to(&company).await;
        company.leads("www.shop.example", Leads::says("200 OK", "<h1>Shop</h1>"));
        company.leads(
            "metrics.example",
            Leads::says("200 OK", r#"{"tables":[{"rows":[[0,1,2,3]]}]}"#),
        );
        company.leads("updates.example", Leads::says("200 OK", "{}"));

        let day = a_whole_day(&company, &errand).await;
        assert!(
            matches!(day.upload, UploadOutcome::Accepted { .. }),
            "{:?}",
            day.upload
        );
        let arrived = day.transfer.as_ref().is_ok_and(TransferReport::all_is_well);
        assert!(arrived, "{:?}", day.transfer);
        assert!(day.probe.look.works, "{:?}", day.probe.look);
        assert!(day.domains[0].fine, "{:?}", day.domains);
        assert_eq!(day.metrics, None);
        let asked = company.asked();
        let entered = [
            "metrics.example",
            "portal.example",
            "shop.example",
            STORAGE,
            "updates.example",
            "www.shop.example",
        ];
        assert_eq!(hosts(&asked), BTreeSet::from(entered));
        // And each secret went to its own host alone, and only inside an encrypted connection.
        for (secret, host) in SECRETS {
            let heard: Vec<_> = asked.iter().filter(|it| it.head.contains(secret)).collect();
            assert!(!heard.is_empty(), "{host} was given nothing");
            for asked in heard {
                assert_eq!(
                    (asked.host.as_str(), asked.method == "CONNECT"),
                    (host, false)
                );
            }
        }
    });
}

#[test]
fn promise_36_nobody_is_followed_to_another_host_and_no_secret_goes_along() {
    alone(async || {
        for status in [301, 302, 303, 307, 308] {
            let company = Company::with_password(None).await;
            trust(&company.authority.pem);
            let errand = Errand::to(&company).await;
            let away = format!("{status} Elsewhere\r\nLocation: https://{STRANGER}/taken");
            for name in [
                "portal.example",
                STORAGE,
                "shop.example",
                "www.shop.example",
                "metrics.example",
                "updates.example",
            ] {
                company.leads(name, Leads::says(&away, ""));
            }
            company.leads(STRANGER, Leads::says("200 OK", "{}"));

            let day = a_whole_day(&company, &errand).await;
            match (status, &day.upload) {
                // “See other” is an answer to a package that arrived, perhaps: the user looks.
                (303, UploadOutcome::AnswerLost { .. }) => {}
                (_, UploadOutcome::Refused(fault)) => assert_eq!(fault.code, "redirected"),
                (_, other) => panic!("{status}: {other:?}"),
            }
            let arrived = day.transfer.as_ref().is_ok_and(TransferReport::all_is_well);
            assert!(!arrived, "{status}");
            assert_eq!(
                day.probe.look.because,
                LookBecause::RedirectedElsewhere,
                "{status}"
            );
            assert_eq!(
                day.metrics.map(|it| it.code).as_deref(),
                Some("metrics-unreachable")
            );
            let refused = day.updates.expect_err("refused");
            assert_eq!(refused.code, "update-redirected", "{status}");
            let asked = company.asked();
            assert!(!hosts(&asked).contains(STRANGER), "{status}: {asked:?}");
            assert_eq!(hosts(&asked).len(), 6, "{status}: everybody else was asked");
        }
    });
}
